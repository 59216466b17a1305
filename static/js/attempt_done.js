// After handing in: says what this browser still held and the app never got, and lets go of it.

const place = document.getElementById("unsent");
const { key, slots, seqs } = place.dataset;
const had = seqs.split(",").map(Number);
const lost = [];

slots.split(",").forEach((slot, index) => {
  const name = `quizapp:${key}:${slot}`;
  try {
    const entry = JSON.parse(localStorage.getItem(name));
    localStorage.removeItem(name);
    if (entry?.answer && entry.seq > had[index]) lost.push(index + 1);
  } catch {
    // No storage here, so nothing is held in it.
  }
});
try {
  localStorage.removeItem(`quizapp:${key}:time`); // how long each question was looked at: it was sent
} catch {
  // No storage here.
}
if (lost.length) {
  place.querySelector("span").textContent =
    `What you gave last at question ${lost.join(", ")} on this device came too late or could not be read. ` +
    "It is not part of what was handed in.";
  place.hidden = false;
}
