// Signing out leaves nothing of the person on the device.
export default function (form) {
  form.addEventListener("submit", () => {
    Object.keys(localStorage).filter((key) => key.startsWith("draft:")).forEach((key) => localStorage.removeItem(key));
    sessionStorage.clear();
  });
}
