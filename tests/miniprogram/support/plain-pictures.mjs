// The camera and the files of a phone without a screen, and a service that takes photos in chunks.
import { createHash } from 'node:crypto';

const CHUNK_BYTES = 10;
const sha256 = (bytes) => createHash('sha256').update(bytes).digest('hex');

/**
 * Give the plain phone a camera. A picture is its bytes; made smaller, it keeps the share that `shrunk` tells.
 * @param {{ files?: Map<string, Buffer>, shrunk?: (step: any) => number, width?: number }} [given]
 */
export function addCamera({ files = new Map(), shrunk = () => 1, width = 4000 } = {}) {
  const camera = { files, roll: [], steps: [] };
  let count = files.size;
  const put = (kind, bytes) => {
    const path = `wxfile://${kind}_${(count += 1)}.jpg`;
    files.set(path, bytes);
    return path;
  };
  const has = ({ filePath, success, fail }, answer) => (files.has(filePath) ? success(answer()) : fail({ errMsg: 'gone' }));
  const system = {
    saveFile: ({ tempFilePath, success }) => success({ savedFilePath: put('store', files.get(tempFilePath)) }),
    getFileInfo: (call) =>
      has(call, () => ({ size: files.get(call.filePath).length, digest: sha256(files.get(call.filePath)) })),
    readFile: (call) =>
      has(call, () => ({ data: files.get(call.filePath).subarray(call.position, call.position + call.length) })),
    removeSavedFile: (call) => has(call, () => files.delete(call.filePath)),
  };
  Object.assign(wx, {
    getFileSystemManager: () => system,
    chooseMedia: async ({ count: most }) => {
      if (!camera.roll.length) throw { errMsg: 'chooseMedia:fail cancel' };
      return { tempFiles: camera.roll.splice(0, most).map((bytes) => ({ tempFilePath: put('tmp', bytes) })) };
    },
    getImageInfo: async () => ({ width, height: 3000 }),
    compressImage: async ({ src, ...step }) => {
      camera.steps.push(step);
      const bytes = files.get(src);
      return { tempFilePath: put('tmp', bytes.subarray(0, Math.round(bytes.length * shrunk(step)))) };
    },
  });
  return camera;
}

/**
 * Takes photos as the service does. `line.cutAt` is the number of the call at which the line breaks, before it arrived
 * or, when `line.losesAnswer`, after it took effect; `refuses` answers an opening instead.
 */
export function photoService(line = {}) {
  const service = { uploads: new Map(), kept: new Map(), chunks: 0, calls: 0, refuses: null, line };
  /** @type {[RegExp, (call: any, ...parts: string[]) => any][]} */
  const answers = [
    [/^\/sessions$/, () => ({ status: 201, data: { token: 't' } })],
    [/^\/uploads$/, ({ data }) => service.refuses || { status: 201, data: opened(service, data) }],
    [/^\/uploads\/(\w+)\/chunks\/(\d+)$/, ({ data }, id, index) => take(service, id, Number(index), data)],
    [/^\/uploads\/(\w+)\/completion$/, (_, id) => completed(service, id)],
    [/^\/claims$/, () => ({ status: 201, data: { id: 7 } })],
  ];
  service.answer = (call) => {
    service.calls += 1;
    const isCut = service.calls === line.cutAt || line.isDown;
    if (isCut && !line.losesAnswer) return null;
    const [pattern, answer] = answers.find(([known]) => known.test(call.path));
    const given = answer(call, ...pattern.exec(call.path).slice(1));
    return isCut ? null : given;
  };
  return service;
}

function opened(service, { sha256: id, bytes }) {
  const upload = service.uploads.get(id) || { bytes, stored: new Map() };
  service.uploads.set(id, upload);
  const receipt = service.kept.has(id) ? { sha256: id } : null;
  const chunks = Math.ceil(bytes / CHUNK_BYTES);
  return { id, chunk_bytes: CHUNK_BYTES, chunks, stored: [...upload.stored.keys()], receipt };
}

function take(service, id, index, data) {
  service.chunks += 1;
  service.uploads.get(id).stored.set(index, Buffer.from(data));
  return { status: 204 };
}

function completed(service, id) {
  const { stored, bytes } = service.uploads.get(id);
  const content = Buffer.concat([...stored.keys()].sort((a, b) => a - b).map((index) => stored.get(index)));
  if (content.length < bytes) return { status: 409, data: { type: '/problems/chunks-missing', title: '没传完', detail: '接着传。' } };
  if (sha256(content) !== id) return { status: 422, data: { type: '/problems/hash-differs', title: '坏了', detail: '请再拍。' } };
  service.kept.set(id, content);
  return { status: 200, data: { sha256: id } };
}
