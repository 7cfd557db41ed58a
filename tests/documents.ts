/** Files that documents are made of: the least PDF with text of any script, a ZIP, a Word document. */
import { crc32, deflateRawSync } from 'node:zlib';

/** One page a text. `encrypt`: it says that it needs a password. */
export function makePdf(pages: readonly string[], { encrypt = false } = {}): Uint8Array {
  const objects: string[] = [];
  const kids = pages.map((_, index) => `${4 + index * 2} 0 R`).join(' ');
  objects[1] = '<< /Type /Catalog /Pages 2 0 R >>';
  objects[2] = `<< /Type /Pages /Kids [${kids}] /Count ${pages.length} >>`;
  const fontAt = 4 + pages.length * 2;
  objects[3] = `<< /Type /Font /Subtype /Type0 /BaseFont /Any /Encoding /Identity-H /DescendantFonts [${fontAt} 0 R] /ToUnicode ${fontAt + 1} 0 R >>`;
  for (const [index, text] of pages.entries()) {
    const lines = text.split('\n').map((line) => `<${toHex(line)}> Tj 0 -20 Td`);
    const content = `BT /F 12 Tf 50 750 Td ${lines.join(' ')} ET`;
    objects[4 + index * 2] =
      `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Resources << /Font << /F 3 0 R >> >> /Contents ${5 + index * 2} 0 R >>`;
    objects[5 + index * 2] = stream(content);
  }
  objects[fontAt] =
    `<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Any /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> /DW 1000 /FontDescriptor ${fontAt + 2} 0 R >>`;
  objects[fontAt + 1] = stream(
    '/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /U def /CMapType 2 def 1 begincodespacerange <0000> <FFFF> endcodespacerange 1 beginbfrange <0000> <FFFF> <0000> endbfrange endcmap end end',
  );
  objects[fontAt + 2] =
    '<< /Type /FontDescriptor /FontName /Any /Flags 4 /FontBBox [0 0 1000 1000] /ItalicAngle 0 /Ascent 800 /Descent -200 /CapHeight 700 /StemV 80 >>';
  const locked = fontAt + 3;
  if (encrypt) {
    const hash = '00'.repeat(32);
    objects[locked] = `<< /Filter /Standard /V 1 /R 2 /O <${hash}> /U <${hash}> /P -4 >>`;
  }
  let file = '%PDF-1.4\n';
  const offsets: number[] = [];
  for (let number = 1; number < objects.length; number += 1) {
    offsets[number] = file.length;
    file += `${number} 0 obj\n${objects[number]}\nendobj\n`;
  }
  const at = file.length;
  const entries = offsets
    .slice(1)
    .map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`)
    .join('');
  const trailer = encrypt ? `/Encrypt ${locked} 0 R /ID [<${'00'.repeat(16)}> <${'00'.repeat(16)}>]` : '';
  file += `xref\n0 ${objects.length}\n0000000000 65535 f \n${entries}trailer\n<< /Size ${objects.length} /Root 1 0 R ${trailer} >>\nstartxref\n${at}\n%%EOF`;
  return new TextEncoder().encode(file);
}

/** Its first page's content is this stream instead. `dictionary`: what it says beside its length. */
export function withContent(pdf: Uint8Array, dictionary: string, data: Uint8Array): Uint8Array {
  const source = Buffer.from(pdf).toString('latin1');
  const bytes = Buffer.from(data).toString('latin1');
  const packed = `<< /Length ${data.byteLength} ${dictionary} >>\nstream\n${bytes}\nendstream`;
  const changed = source.replace(/<< \/Length \d+ >>\nstream\n[\s\S]*?\nendstream/, () => packed);
  return Uint8Array.from(Buffer.from(changed, 'latin1'));
}

function stream(content: string): string {
  return `<< /Length ${content.length} >>\nstream\n${content}\nendstream`;
}

function toHex(text: string): string {
  return Array.from({ length: text.length }, (_, at) =>
    text.charCodeAt(at).toString(16).padStart(4, '0'),
  ).join('');
}

export interface ZipOptions {
  /** Else nothing is compressed. */
  isPacked?: boolean;
  /** As the ZIP says that each part unpacks to; by default what it does. */
  saidBytes?: number;
}

export function makeZip(
  files: Readonly<Record<string, string>>,
  { isPacked = false, saidBytes }: ZipOptions = {},
): Uint8Array {
  const parts: Buffer[] = [];
  const list: Buffer[] = [];
  let offset = 0;
  for (const [name, text] of Object.entries(files)) {
    const [nameBytes, data] = [Buffer.from(name), Buffer.from(text)];
    const packed = isPacked ? deflateRawSync(data, { level: 9 }) : data;
    const facts = Buffer.alloc(26);
    facts.writeUInt16LE(20, 0);
    facts.writeUInt16LE(isPacked ? 8 : 0, 4);
    facts.writeUInt32LE(crc32(data), 10);
    facts.writeUInt32LE(packed.length, 14);
    facts.writeUInt32LE(saidBytes ?? data.length, 18);
    facts.writeUInt16LE(nameBytes.length, 22);
    const local = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), facts, nameBytes, packed]);
    const rest = Buffer.alloc(14);
    rest.writeUInt32LE(offset, 10);
    list.push(Buffer.concat([Buffer.from('PK\x01\x02\x14\x00', 'latin1'), facts, rest, nameBytes]));
    parts.push(local);
    offset += local.length;
  }
  const listBytes = Buffer.concat(list);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 0, 'latin1');
  end.writeUInt16LE(list.length, 8);
  end.writeUInt16LE(list.length, 10);
  end.writeUInt32LE(listBytes.length, 12);
  end.writeUInt32LE(offset, 16);
  return new Uint8Array(Buffer.concat([...parts, listBytes, end]));
}

/** Paragraphs; one that begins with `# ` is a heading. `macros`: it holds a part that Word would run. */
export function makeDocx(paragraphs: readonly string[], { macros = false } = {}): Uint8Array {
  const body = paragraphs
    .map((text) => {
      const isHeading = text.startsWith('# ');
      const style = isHeading ? '<w:pPr><w:pStyle w:val="Heading1"/></w:pPr>' : '';
      return `<w:p>${style}<w:r><w:t>${isHeading ? text.slice(2) : text}</w:t></w:r></w:p>`;
    })
    .join('');
  return makeWordFile(body, macros ? { 'word/vbaProject.bin': 'Sub AutoOpen()' } : {});
}

const WORD_NAMESPACE = 'http://schemas.openxmlformats.org/wordprocessingml/2006/main';

/** `body`: in Word's XML. `before`: what stands before it in the file of the body. */
export function makeWordFile(
  body: string,
  more: Readonly<Record<string, string>> = {},
  { before = '', ...zip }: ZipOptions & { before?: string } = {},
): Uint8Array {
  const files = {
    '[Content_Types].xml':
      '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>',
    '_rels/.rels':
      '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>',
    'word/styles.xml': `<?xml version="1.0"?><w:styles xmlns:w="${WORD_NAMESPACE}"><w:style w:type="paragraph" w:styleId="Heading1"><w:name w:val="heading 1"/></w:style></w:styles>`,
    'word/_rels/document.xml.rels':
      '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/></Relationships>',
    'word/document.xml': `<?xml version="1.0"?>${before}<w:document xmlns:w="${WORD_NAMESPACE}"><w:body>${body}</w:body></w:document>`,
    ...more,
  };
  return makeZip(files, zip);
}
