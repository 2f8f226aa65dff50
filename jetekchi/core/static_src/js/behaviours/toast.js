// A toast can be closed and leaves by itself, unless it holds a deed or tells of a fault, or is being read.
export default function (toast) {
  const close = toast.querySelector("[data-close]");
  if (close) close.hidden = false;
  close?.addEventListener("click", () => toast.remove());
  const stays = toast.querySelector("form") || /error|warning/.test(toast.className);
  const leave = () => (toast.matches(":hover, :focus-within") ? setTimeout(leave, 2000) : toast.remove());
  if (!stays) setTimeout(leave, 8000);
}
