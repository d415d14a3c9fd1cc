// The virtual list gives its spacers their heights as style attributes, which the content security policy does not let through; the same words said to the style itself are the page's own.
(() => {
  const set = Element.prototype.setAttribute;
  Element.prototype.setAttribute = function (name, value) {
    if (name === "style" && this.style) { this.style.cssText = value; } else { set.call(this, name, value); }
  };
})();

// What only the browser can do for the console. Loaded in the head, before anything is drawn, so that the theme never flashes.
(() => {
  'use strict';
  const root = document.documentElement;
  const recall = name => { try { return localStorage.getItem('console.' + name); } catch { return null; } };
  const remember = (name, value) => {
    try {
      if (value === null || value === undefined) localStorage.removeItem('console.' + name);
      else localStorage.setItem('console.' + name, value);
    } catch { /* private windows may refuse; nothing depends on it */ }
  };
  const theme = () => recall('theme') ?? 'auto';
  const setTheme = value => { remember('theme', value); root.dataset.theme = value; };
  root.dataset.theme = theme();

  const isField = element => element instanceof HTMLElement
    && (element.isContentEditable || element.matches('input:not([type=checkbox]):not([type=radio]), textarea, select'));
  // Enter and Space belong to what has the focus, if it is something to press.
  const isPressable = element => element instanceof HTMLElement && element.matches('button, a[href], summary, input, [role=tab], [role=menuitem]');
  const narrow = window.matchMedia('(max-width: 760px)');
  let listener = null;

  const onKey = event => {
    if (!listener || event.defaultPrevented || event.isComposing || event.altKey || event.metaKey && event.key !== 'k') return;
    const palette = (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'k';
    if (palette) { event.preventDefault(); listener.invokeMethod('Key', 'Ctrl+k'); return; }
    if (event.target.matches?.('[role=combobox][aria-expanded=true]') && (event.key === 'ArrowDown' || event.key === 'ArrowUp'
        || event.key === 'Tab' && event.target.getAttribute('aria-activedescendant')?.match(/-\d+$/))) event.preventDefault();
    if (event.ctrlKey || document.querySelector('dialog[open]')) return;
    if (isField(event.target)) {
      if (event.key === 'Escape') event.target.blur();
      return;
    }
    if ((event.key === 'Enter' || event.key === ' ') && isPressable(event.target)) return;
    if (event.key.startsWith('Arrow') && event.target.closest?.('[role=tablist], [role=radiogroup]')) return;
    const name = event.key.length === 1 ? event.key : event.shiftKey ? 'Shift+' + event.key : event.key;
    // Asked at once, not later: a key that opens a dialog must not be typed into its first field.
    if (listener.invokeMethod('Key', name)) event.preventDefault();
  };
  const onSeen = () => { if (document.visibilityState === 'visible') listener?.invokeMethodAsync('Seen'); };
  const onNarrow = event => listener?.invokeMethodAsync('Narrow', event.matches);

  // Files stay with the browser: it sends them itself, so that none is ever whole in the console's memory.
  const files = new Map();
  let lastFile = 0;
  const takeFiles = list => [...list].map(file => { files.set(++lastFile, file); return { number: lastFile, name: file.name, size: file.size, type: file.type }; });

  window.coordinationConsole = {
    recall, remember, theme, setTheme,
    showModal(dialog) { if (dialog && !dialog.open) dialog.showModal(); },
    closeModal(dialog) { if (dialog?.open) dialog.close(); },
    focus(selector) { const element = document.querySelector(selector); element?.focus(); element?.select?.(); },
    keepFocus() {
      if (document.activeElement !== document.body) return;
      const open = [...document.querySelectorAll('dialog[open]')].at(-1);
      (open ? open.querySelector('[tabindex="-1"]') ?? open.querySelector('button') : document.querySelector('h1'))?.focus({ preventScroll: true });
    },
    focusEnd(selector) { const field = document.querySelector(selector); if (field) { field.focus(); field.setSelectionRange(field.value.length, field.value.length); } },
    revealInLine(selector) {
      const one = document.querySelector(selector), line = one?.parentElement;
      if (!line) return;
      const box = one.getBoundingClientRect(), room = line.getBoundingClientRect();
      line.scrollLeft += Math.max(0, box.right - room.right) - Math.max(0, room.left - box.left);
    },
    revealRow(scroller, index, height) {
      if (!scroller) return;
      const head = scroller.querySelector('[data-sticky]')?.offsetHeight ?? 0;
      const top = index * height, room = scroller.clientHeight - head;
      if (top < scroller.scrollTop) scroller.scrollTop = top;
      else if (top + height > scroller.scrollTop + room) scroller.scrollTop = top + height - room;
    },
    async copy(text) { try { await navigator.clipboard.writeText(text); return true; } catch { return false; } },
    listen(reference) {
      listener = reference;
      document.addEventListener('keydown', onKey);
      document.addEventListener('visibilitychange', onSeen);
      window.addEventListener('online', onSeen);
      narrow.addEventListener('change', onNarrow);
      return narrow.matches;
    },
    stopListening() {
      listener = null;
      document.removeEventListener('keydown', onKey);
      document.removeEventListener('visibilitychange', onSeen);
      window.removeEventListener('online', onSeen);
      narrow.removeEventListener('change', onNarrow);
    },
    takeFiles(input) { const taken = takeFiles(input.files); input.value = ''; return taken; },
    dropFiles(zone, reference) {
      if (!zone) return;
      const isOver = over => zone.classList.toggle('over', over);
      zone.addEventListener('dragover', event => { if (event.dataTransfer?.types.includes('Files')) { event.preventDefault(); isOver(true); } });
      zone.addEventListener('dragleave', () => isOver(false));
      zone.addEventListener('drop', event => {
        isOver(false);
        if (!event.dataTransfer?.files.length) return;
        event.preventDefault();
        reference.invokeMethodAsync('Dropped', takeFiles(event.dataTransfer.files));
      });
    },
    sendFile(number, path, headers, reference) {
      return new Promise(done => {
        const request = new XMLHttpRequest();
        request.open('POST', path);
        Object.entries(headers).forEach(([name, value]) => request.setRequestHeader(name, value));
        request.upload.onprogress = event => { if (event.lengthComputable) reference.invokeMethodAsync('Sent', number, Math.floor(100 * event.loaded / event.total)); };
        request.onloadend = () => { files.delete(number); done({ status: request.status, text: request.responseText }); };
        // A body with a type of its own would say it instead of us.
        request.send(new Blob([files.get(number)], { type: 'application/octet-stream' }));
      });
    },
    pointer(element, reference) {
      if (!element) return;
      element.addEventListener('pointerenter', event => { if (event.pointerType !== 'touch') reference.invokeMethodAsync('Pointer', true); });
      element.addEventListener('pointerleave', () => reference.invokeMethodAsync('Pointer', false));
      let told = 0;
      element.addEventListener('pointermove', event => {
        if (event.pointerType !== 'touch' && event.timeStamp - told > 5000) { told = event.timeStamp; reference.invokeMethodAsync('Pointer', true); }
      });
    },
  };
})();
