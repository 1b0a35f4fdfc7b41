// check.mjs TEXT_SAMPLES: what the program `text_samples` prints, held against Atlassian's schema and wiki reader.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { execFileSync } from 'node:child_process';

const require = createRequire(import.meta.url);
const Ajv = require('ajv-draft-04');
const { WikiMarkupTransformer } = require('@atlaskit/editor-wikimarkup-transformer');

const lines = execFileSync(process.argv[2], { maxBuffer: 1 << 28 }).toString().trim().split('\n').map(JSON.parse);

let failures = 0;
function fail(sample, what) {
  if (++failures <= 10) console.error(`${what}\n--- Markdown\n${sample.markdown}\n--- written\n${sample.wiki ?? JSON.stringify(sample.adf)}\n`);
}

const schema = JSON.parse(readFileSync(new URL('./node_modules/@atlaskit/adf-schema/dist/json-schema/v1/full.json', import.meta.url)));
const fits = new Ajv({ strict: false, allErrors: false }).compile(schema);
const documents = lines.filter(sample => sample.adf);
for (const sample of documents) {
  if (!fits(sample.adf)) fail(sample, `The schema refuses: ${fits.errors.at(-1).instancePath} ${fits.errors.at(-1).message}`);
}

// What both have in common of a document: blocks, and texts with their marks.
function reduced(node, marks = []) {
  if (node.type === 'text') {
    const own = (node.marks ?? []).map(mark => mark.type + (mark.attrs?.href ?? mark.attrs?.type ?? ''));
    return { text: node.text, marks: [...own, ...marks].sort().join(' ') };
  }
  if (node.type === 'hardBreak') return { text: '\n', marks: '' };
  // The reader makes the words of a head bold.
  const head = node.type === 'tableHeader';
  const parts = [];
  for (const child of (node.content ?? []).map(one => reduced(one))) {
    if (head) strip(child);
    const last = parts.at(-1);
    if (child.text !== undefined && last?.text !== undefined && last.marks === child.marks) last.text += child.text;
    else parts.push(child);
  }
  const out = { type: node.type, parts };
  if (node.type === 'heading') out.level = node.attrs.level;
  return out;
}
function strip(part) {
  if (part.marks !== undefined) part.marks = part.marks.split(' ').filter(mark => mark !== 'strong').join(' ');
  part.parts?.forEach(strip);
  if (part.parts) {
    const merged = [];
    for (const one of part.parts) {
      const last = merged.at(-1);
      if (one.text !== undefined && last?.text !== undefined && last.marks === one.marks) last.text += one.text;
      else merged.push(one);
    }
    part.parts = merged;
  }
}

const transformer = new WikiMarkupTransformer();
const texts = lines.filter(sample => sample.wiki !== undefined);
for (const sample of texts) {
  const read = JSON.stringify(reduced(transformer.parse(sample.wiki).toJSON()));
  const meant = JSON.stringify(reduced(sample.meant));
  if (read !== meant) fail(sample, `The wiki reader reads\n${read}\nand not\n${meant}`);
}

console.log(`${documents.length} documents fit Atlassian's schema, ${texts.length} wiki texts are read as they are meant: ${failures} failures`);
process.exit(failures === 0 ? 0 : 1);
