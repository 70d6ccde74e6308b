// What WeChat shows when a page that does not exist is entered.

/** @param {string} path */
export function showMissingPage(path) {
  const note = document.createElement('p');
  note.className = 'phone-missing';
  note.setAttribute('role', 'alert');
  note.textContent = `没有这个页面：${path}`;
  document.getElementById('phone-pages').append(note);
}
