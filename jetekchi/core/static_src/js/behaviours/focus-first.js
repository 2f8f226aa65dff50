// After a refused form the summary of errors has the focus, so that it is read first.
export default function (summary) {
  summary.focus({ preventScroll: false });
}
