// Invented news in any amount, as a table: the same number gives the same articles.
const ONSETS = "b br d dr f g gr h k l m n p r s st t tr v z".split(" ");
const VOWELS = "a e i o u ai ou".split(" ");
const ENDS = "n r l s t m nd rk".split(" ");
const VERBS = ["said", "said", "told reporters", "claimed", "denied", "warned", "promised", "announced"];
const PLACES = ["Harbour", "Market", "Council", "Bridge", "Ferry", "School", "Water", "Tram", "Library", "Quarry"];
const DOES = ["plans delayed", "works begin", "vote put off", "costs rise", "report published", "talks resume", "line reopened"];

/** Xorshift: small, and the same on every machine. */
function dice(seed) {
  let state = (seed * 2654435761 + 1) >>> 0 || 1;
  return (end) => {
    state ^= state << 13; state >>>= 0;
    state ^= state >>> 17;
    state ^= state << 5; state >>>= 0;
    return state % end;
  };
}

const word = (roll, parts) => Array.from({ length: parts }, () => ONSETS[roll(ONSETS.length)] + VOWELS[roll(VOWELS.length)]).join("") + ENDS[roll(ENDS.length)];
const capital = (text) => text[0].toUpperCase() + text.slice(1);

/** A CSV file's text with so many articles by sixty people in twelve papers over half a year. */
export function inventedTable(articles) {
  const roll = dice(7);
  const people = Array.from({ length: 60 }, () => `${capital(word(roll, 1))} ${capital(word(roll, 2))}`);
  const papers = Array.from({ length: 12 }, () => `${capital(word(roll, 2))} ${["Post", "Courier", "Herald"][roll(3)]}`);
  const words = Array.from({ length: 1500 }, () => word(roll, 1 + roll(2)));
  const sentence = () => capital(Array.from({ length: 8 + roll(9) }, () => words[roll(words.length)]).join(" "));
  const lines = ["headline,outlet,date,text"];
  for (let at = 0; at < articles; at++) {
    const day = new Date(Date.UTC(2031, 0, 1 + roll(180))).toISOString().slice(0, 10);
    const text = Array.from({ length: 4 + roll(4) }, () => {
      const who = people[Math.min(roll(people.length), roll(people.length))];
      return `${sentence()}. “${sentence()},” ${who} ${VERBS[roll(VERBS.length)]}. ${sentence()}.`;
    }).join("\n\n");
    const headline = `${PLACES[roll(PLACES.length)]} ${DOES[roll(DOES.length)]} in ${capital(words[roll(400)])}`;
    lines.push(`"${headline}","${papers[roll(papers.length)]}",${day},"${text}"`);
  }
  return lines.join("\n") + "\n";
}
