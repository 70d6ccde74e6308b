// The camera view of wx.scanCode: a place to type what a code says, since there is no camera here.

/** @param {{ read: (text: string) => void, cancel: () => void }} ways @returns {HTMLElement} */
export function raiseScanner({ read, cancel }) {
  const view = document.createElement('form');
  view.className = 'phone-scanner';
  view.setAttribute('role', 'dialog');
  view.setAttribute('aria-label', '扫一扫');
  view.innerHTML = `
    <div class="phone-scanner-window" aria-hidden="true"></div>
    <label class="phone-scanner-label">把二维码里的内容填在这里，或在右边点一个码
      <input class="phone-picker-field" name="text" autocomplete="off"></label>
    <div class="phone-dialog-buttons">
      <button type="button" class="phone-dialog-cancel">取消</button>
      <button type="submit" class="phone-dialog-confirm">扫这个码</button>
    </div>`;
  view.querySelector('.phone-dialog-cancel').addEventListener('click', cancel);
  view.addEventListener('submit', (event) => {
    event.preventDefault();
    const text = new FormData(view).get('text');
    if (text) read(String(text));
  });
  document.body.append(view);
  return view;
}
