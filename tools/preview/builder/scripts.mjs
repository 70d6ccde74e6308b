// Bundles the runtime of the preview and the mini-program's scripts into one file.
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import esbuild from 'esbuild';

const RUNTIME = fileURLToPath(new URL('../runtime/', import.meta.url));
const NAMESPACE = 'mini-program';

/**
 * @param {import('./project.mjs').Project} project
 * @param {Record<string, unknown>} facts what the runtime must know beside the code
 * @param {string} templates
 * @param {string} out
 */
export async function bundleScripts(project, facts, templates, out) {
  const contents = entry(project, facts, templates);
  try {
    await esbuild.build({
      stdin: { contents, resolveDir: RUNTIME, sourcefile: 'phone-entry.js' },
      bundle: true,
      format: 'iife',
      target: 'es2020',
      charset: 'utf8',
      outfile: path.join(out, 'phone.js'),
      sourcemap: 'linked',
      logLevel: 'silent',
      define: { 'process.env.NODE_ENV': '"development"' },
      plugins: [miniProgramModules(project.source)],
    });
  } catch (failure) {
    for (const { location, text } of failure.errors || [{ text: String(failure) }]) {
      const file = (location?.file || 'phone-entry.js').replace(`${NAMESPACE}:`, '');
      project.errors.push(`${file}:${location?.line || 1} ${text}`);
    }
  }
}

/** Modules run when the engine asks for them, so each is required lazily. */
function entry(project, facts, templates) {
  const loaders = project.parts.map((part) => `'${part.path}'() { require('/${part.path}.js'); },`);
  return `import { boot } from './boot.js';
import { wxsTypeOf } from './wxs.js';
const getDate = (...parts) => new Date(...parts);
const getRegExp = (source, flags) => new RegExp(source, flags);
const templates = ${templates};
boot({ ...${JSON.stringify(facts)}, templates, loadApp() { require('/app.js'); }, load: {
${loaders.join('\n')}
} });`;
}

/** WeChat's own rules for `require`: relative, from the root, or from miniprogram_npm. */
function miniProgramModules(source) {
  return {
    name: NAMESPACE,
    setup(build) {
      build.onResolve({ filter: /^\// }, ({ path: wanted }) => found(source, wanted.slice(1), wanted));
      build.onResolve({ filter: /.*/, namespace: NAMESPACE }, ({ path: wanted, importer }) => {
        const near = path.posix.join(path.posix.dirname(importer), wanted);
        return found(source, wanted.startsWith('.') ? near : `miniprogram_npm/${wanted}`, wanted);
      });
      build.onLoad({ filter: /.*/, namespace: NAMESPACE }, ({ path: file }) => ({
        contents: fs.readFileSync(path.join(source, file), 'utf8'),
        loader: file.endsWith('.json') ? 'json' : 'js',
      }));
    },
  };
}

function found(source, name, wanted) {
  for (const file of [name, `${name}.js`, `${name}/index.js`]) {
    const full = path.join(source, file);
    if (fs.existsSync(full) && fs.statSync(full).isFile()) return { path: file, namespace: NAMESPACE };
  }
  return { errors: [{ text: `module not found: ${wanted}` }] };
}
