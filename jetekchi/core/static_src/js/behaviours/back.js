// The way back to the page before, where there is one.
export default function (button) {
  button.hidden = history.length < 2;
  button.addEventListener("click", () => history.back());
}
