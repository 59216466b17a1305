// What the controls of a question hold. Its controls are those whose names begin with the prefix.

export function readAnswer(form, prefix) {
  const answer = {};
  for (const [name, value] of new FormData(form)) {
    if (name.startsWith(prefix)) (answer[name.slice(prefix.length)] ??= []).push(value);
  }
  return answer;
}

export function fill(form, prefix, answer) {
  for (const control of form.elements) {
    if (!control.name.startsWith(prefix)) continue;
    const values = answer[control.name.slice(prefix.length)] ?? [];
    if (control.type === "radio" || control.type === "checkbox") control.checked = values.includes(control.value);
    else control.value = values[0] ?? "";
  }
  form.dispatchEvent(new Event("filled")); // for the scripts of question types
}

// Tell whether a control is no longer as the server drew it.
export function touched(control) {
  if (control.matches("select")) {
    const drawn = [...control.options].findIndex((option) => option.defaultSelected);
    return control.selectedIndex !== Math.max(drawn, 0);
  }
  if (control.matches("[type=radio], [type=checkbox]")) return control.checked !== control.defaultChecked;
  return control.matches("input, textarea") && control.value !== control.defaultValue;
}
