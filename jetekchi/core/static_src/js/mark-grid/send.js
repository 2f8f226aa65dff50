// Sending. The longer an answer took, the more is gathered for the next one: a class writes at the end of each lesson.
const gather = () => Math.min(1500, Math.max(300, 5 * took));
const soon = (pause = gather()) => {
  if (timer || flying) return;
  timer = setTimeout(() => {
    timer = 0;
    send();
  }, pause);
};
const later = (text) => {
  if (text) say(text, true);
  wait = Math.min((wait || 1000) * 2, 30000);
  soon(wait);
};
const batch = () => {
  const ready = [...cells].filter(([, one]) => isPending(one) && one.state === "unsent");
  const reason = ready[0]?.[1].reason;
  return ready.filter(([, one]) => one.reason === reason).slice(0, BATCH);
};
const send = async () => {
  const asked = batch();
  if (flying || !asked.length) return;
  flying = true;
  const body = new URLSearchParams({ csrfmiddlewaretoken: token, reason: asked[0][1].reason ?? "" });
  for (const [key, one] of asked) {
    // What may have arrived is sent again as it was; what was typed since follows it.
    one.sent ??= { value: one.mine, over: one.over };
    keep(key);
    body.append("cell", `${key}.${one.sent.over}.${one.sent.value}`);
  }
  const stop = new AbortController();
  const alarm = setTimeout(() => stop.abort(), 20000);
  let failed = true;
  const began = performance.now();
  try {
    const answer = await fetch(root.dataset.url, { method: "POST", body, signal: stop.signal, headers: { Accept: "application/json" } });
    const isOurs = (answer.headers.get("Content-Type") ?? "").includes("json");
    if (answer.ok && isOurs) {
      const told = (await answer.json()).cells;
      took = performance.now() - began;
      told.forEach(take);
      failed = false;
    } else if (answer.redirected || answer.status === 401) later(words.says.signin);
    else if (isOurs) later((await answer.json()).message[0]);
    else later(answer.status < 500 ? words.says.denied : "");
  } catch {
    later("");
  } finally {
    clearTimeout(alarm);
    flying = false;
  }
  if (failed) {
    if (!timer) soon(wait);
  } else {
    wait = 0;
    trouble();
    if (batch().length) soon();
  }
  tell();
};
const take = (told) => {
  const one = cell(told.key);
  const sent = one.sent ?? {};
  const isKept = told.state === "saved" || told.state === "same";
  const isNewer = one.mine !== sent.value;
  const stays = told.code && !told.value && ["away", "ill"].includes(one.value);
  Object.assign(one, { value: stays ? one.value : told.value, version: told.version, over: told.version, sent: undefined, message: told.message, code: told.code, by: told.by, at: told.at });
  if (isKept) {
    saved += 1;
    if (!isNewer) Object.assign(one, { mine: undefined, state: "saved", reason: undefined });
    const asked = sent.value === "here" ? "" : sent.value;
    if (told.value !== asked) say(fill(words.says.overtaken, { ...about(told.key), theirs: read(told.value) }), true);
    else say(fill(words.says.saved, { n: saved }), false, false);
  } else if (told.state === "conflict") one.state = "clash";
  else if (!isNewer) one.state = "bad";
  keep(told.key);
  paint(told.key);
};
