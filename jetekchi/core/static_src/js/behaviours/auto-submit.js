// A form of filters applies itself when a choice changes.
export default function (form) {
  form.addEventListener("change", (event) => event.target.matches("select, [type=date], [type=radio]") && form.requestSubmit());
}
