// "(e.g. 0012345)" in every language: what stands behind the words is nobody's order.
const WORDS =
  'e\\.g|eg|ex|exemple|example|sample|for example|z\\.\\s?b|bsp|beispiel|beispielsweise|p\\.?\\s?ej|ejemplo|par exemple|p\\. ?ex|exemplo|ad es|esempio|bijv|bv|voorbeeld|np|na przykład|przykład|např|příklad|pl|például|t\\.?\\s?ex|f\\.?\\s?eks|eksempel|exempel|esim|de ex|exemplu|π\\.?χ|παράδειγμα|напр|например|пример|наприклад|приклад|örn|örneğin|örnek|misal|misalnya|contoh|contohnya|cth|ví dụ|vd|مثال|مثلا|مثلاً|على سبيل المثال|לדוגמה|לדוגמא|דוגמה|למשל|उदा|उदाहरण|जैसे';
const INSIDE = '例えば|例如|比如|譬如|例|예시|예를 들어|예|ตัวอย่าง|เช่น';
/** The longest number or day that an example has. */
const EXAMPLE = new RegExp(
  String.raw`(?:(?<![\p{L}\p{M}\p{N}_-])(?:${WORDS})|${INSIDE})[\s.:：,，)）は「『"“]{0,4}[#＃№]?[A-Za-z_-]{0,10}[-_]?\d[\w./-]{0,40}`,
  'giu',
);

/** A mail of ours without the numbers and days that it gives as examples. */
export function withoutExamples(text: string): string {
  return text.replace(EXAMPLE, ' ');
}
