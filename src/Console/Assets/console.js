// What the console does beyond links and forms: time that ticks, pages that follow what happens, keys. Everything works without it but following.
(() => {
  const $ = (selector, root = document) => root.querySelector(selector);
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const main = () => $('#main');

  // ---- the reader's time zone, which only the browser knows -----------------------------------------------------------------------------
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const hadZone = document.cookie.includes(`ai_sre_zone=${encodeURIComponent(zone)}`);
  if (zone) document.cookie = `ai_sre_zone=${encodeURIComponent(zone)}; path=/console; max-age=31536000; samesite=strict`;

  // ---- time ----------------------------------------------------------------------------------------------------------------------------
  const span = ms => {
    const s = Math.max(0, Math.floor(ms / 1000)), min = Math.floor(s / 60), h = Math.floor(min / 60), d = Math.floor(h / 24);
    if (s < 60) return `${s} s`;
    if (min < 60) return `${min} min`;
    if (h < 5 && min % 60) return `${h} h ${min % 60} min`;
    return d < 2 ? `${h} h` : `${d} d`;
  };
  const countdown = ms => {
    if (ms <= 0) return 'a moment';
    const s = Math.floor(ms / 1000);
    return s < 300 ? `${Math.floor(s / 60)}:${String(s % 60).padStart(2, '0')}` : span(ms);
  };
  const write = (element, text) => { if (element.textContent !== text) element.textContent = text; };
  // By the server's clock, which made the page: the reader's may be wrong.
  let ahead = 0;
  const setClock = () => { if (main()?.dataset.asOf) ahead = Number(main().dataset.asOf) - Date.now(); };
  const tick = () => {
    const now = Date.now() + ahead;
    all('time[data-since]').forEach(t => write(t, span(now - Date.parse(t.dateTime))));
    all('time[data-until]').forEach(t => write(t, countdown(Date.parse(t.dateTime) - now)));
    // A shift ends, a window opens: nobody says so but the clock.
    if (main()?.dataset.turns && now > Number(main().dataset.turns)) refresh();
    doubt();
    mark();
  };

  // ---- following what happens ----------------------------------------------------------------------------------------------------------
  // A stream says every five seconds that it lives. One that says nothing for longer is dead, whatever the browser thinks of it.
  const believed = 15000;
  let stream, told = '', live = false, heardAt = 0, lostAt = 0, behindAt = 0, waiting = false, busy = false, again = false, shown = false;
  const mark = () => {
    const at = $('[data-mark]');
    if (!at) return;
    const clock = time => new Date(time).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit', second: '2-digit' });
    const [tone, text] = lostAt ? ['crit', `Connection lost since ${clock(lostAt)}`]
      : behindAt ? ['warn', `Changed since ${clock(behindAt)}`]
      : live ? ['ok', `Live, ${span(Date.now() - heardAt)} ago`] : ['ok', 'Connecting'];
    at.classList.add('tone');
    ['crit', 'warn', 'ok'].forEach(other => at.classList.toggle(other, other === tone));
    write($('[data-mark-text]', at), text);
  };
  // Says what must be asked of this page beside its address: what a list shows already.
  const pageAddress = () => {
    const address = new URL(main().dataset.page, location);
    all('#main [data-keep]').forEach(input => address.searchParams.set(input.name, input.value));
    return address.pathname + address.search;
  };
  // A page that takes long to make is asked for less often: many tabs must not take the time that alerts need.
  let restsUntil = 0, retry;
  const refreshLater = () => setTimeout(() => { again = false; refresh(); }, Math.max(0, restsUntil - Date.now()));
  // What was selected when the page was swapped, and not when it was asked for: people go on while it comes.
  let kept;
  let wasInside = false;
  document.addEventListener('htmx:before:swap', e => {
    if (isLive(e)) kept = keeping();
    wasInside = main().contains(document.activeElement);
  });
  const refresh = async () => {
    if (busy || Date.now() < restsUntil) {
      if (!again && !busy) refreshLater();
      again = true;
      return;
    }
    // Whoever writes is not disturbed: the page follows when he is done.
    if (document.hidden || main().contains(document.activeElement) && document.activeElement.matches('input:not([type=checkbox]), textarea, select')) {
      waiting = true;
      behindAt ||= Date.now();
      mark();
      return;
    }
    busy = true; waiting = shown = false;
    const began = Date.now();
    // What was read since the word came, and since what is shown, is good enough: many tabs share it.
    const places = told && [told, main().dataset.place, $('#counts')?.dataset.place].filter(Boolean).join(' ');
    await htmx.ajax('GET', pageAddress(), {
      source: main(), target: '#main', select: '#main', swap: 'outerMorph', selectOOB: '#counts:outerMorph', headers: { 'X-Live': places || '-' }
    });
    busy = false;
    restsUntil = Date.now() + Math.min(30000, Math.max(500, 5 * (Date.now() - began)));
    // What failed is asked for until it comes: nothing else would say that the page is old.
    if (shown) behindAt = 0;
    else { behindAt ||= began; clearTimeout(retry); retry = setTimeout(refresh, 5000); }
    cursor.restore();
    kept?.();
    kept = undefined;
    tick();
    if (again) refreshLater();
  };
  const concerns = changes => {
    const wanted = (main().dataset.live || '').split(' ');
    return changes.some(change => wanted.includes(change) || wanted.includes(change.split(':')[0]) || change === '*');
  };
  const follow = () => {
    // A hidden tab holds no stream: a browser has few connections for all of its tabs.
    if (!main()?.dataset.live || stream || document.hidden) return;
    const source = stream = new EventSource(`${document.body.dataset.stream}?as_of=${main().dataset.asOf}`);
    heardAt = Date.now();
    const hear = () => { live = true; lostAt = 0; heardAt = Date.now(); mark(); };
    source.addEventListener('alive', hear);
    source.addEventListener('changed', e => { hear(); told = e.lastEventId; if (concerns(e.data.split(' '))) refresh(); });
    source.onerror = () => {
      lostAt ||= Date.now();
      mark();
      // A browser gives up by itself where the answer was no stream: a restart behind a proxy, a session that ended.
      if (source.readyState === EventSource.CLOSED) setTimeout(() => { if (stream === source) { unfollow(); follow(); } }, 3000);
    };
  };
  const unfollow = () => { stream?.close(); stream = undefined; live = false; };
  const doubt = () => {
    if (!stream || Date.now() - heardAt < believed) return;
    lostAt ||= heardAt;
    unfollow();
    follow();
  };

  // ---- the keyboard cursor of a list, which belongs to a row and not to a place ----------------------------------------------------------
  const rows = () => all('#main [data-row]').filter(row => row.offsetParent);
  const cursor = {
    id: sessionStorage.getItem(`cursor ${location.pathname}`),
    row() { return rows().find(row => row.id === this.id); },
    set(row, takesFocus = true) {
      all('[data-row][aria-current]').forEach(old => old !== row && old.removeAttribute('aria-current'));
      if (!row) return;
      row.setAttribute('aria-current', 'true');
      this.id = row.id;
      sessionStorage.setItem(`cursor ${location.pathname}`, row.id);
      if (!takesFocus) return;
      $('a', row)?.focus({ preventScroll: true });
      row.scrollIntoView({ block: 'nearest' });
    },
    move(by) {
      const list = rows(), at = list.findIndex(row => row.id === this.id);
      this.set(list[at < 0 ? (by > 0 ? 0 : list.length - 1) : Math.min(list.length - 1, Math.max(0, at + by))]);
    },
    restore() { this.row()?.setAttribute('aria-current', 'true'); },
  };
  let lastTicked;
  const select = range => {
    const row = cursor.row(), box = row && $('input[type=checkbox]', row);
    if (!box) return;
    const list = rows(), from = list.findIndex(r => r.id === lastTicked), to = list.indexOf(row);
    const touched = range && from >= 0 ? list.slice(Math.min(from, to), Math.max(from, to) + 1) : [row];
    const on = range ? true : !box.checked;
    touched.forEach(r => { const b = $('input[type=checkbox]', r); if (b) b.checked = on; });
    if (!on) whole(false);
    lastTicked = row.id;
    selection();
  };
  // What acts on a selection is shown when there is one. The box in the head selects all that the filters show, on this page or not.
  const boxes = '#main [data-row] input[type=checkbox]';
  const whole = on => { const box = $('#main [data-all]'); if (box && on !== undefined) box.checked = on; return box?.checked ? Number(box.dataset.all) : 0; };
  const selected = () => whole() || all(`${boxes}:checked`).length;
  const selection = () => {
    const count = selected();
    all('[data-selected]').forEach(e => write(e, count.toLocaleString('en')));
    all('[data-with-selection]').forEach(e => { e.hidden = count === 0; });
  };
  // A page that follows what happens keeps what was selected, as far as it is still there, and leaves alone what somebody has open to change.
  const keeping = () => {
    const [ids, every] = [all(`${boxes}:checked`).map(box => box.value), whole() > 0];
    const drafts = all('#main details[data-draft][open]');
    drafts.forEach(draft => draft.setAttribute('hx-morph-skip', ''));
    return () => { drafts.forEach(draft => draft.removeAttribute('hx-morph-skip')); all(boxes).forEach(box => { box.checked = every || ids.includes(box.value); }); whole(every); selection(); };
  };

  // ---- keys ----------------------------------------------------------------------------------------------------------------------------
  const go = { i: '/incidents', a: '/approvals', w: '/workflows', p: '/policies', u: '/autonomy', o: '/oncall', s: '/silences', h: '/heartbeats', n: '/notifications', d: '/definitions', c: '/connect', y: '/system', v: '/services', l: '/alert-quality', r: '/reports', q: '/ask' };
  // Beside the pages of a workspace: all of them, and the keys of this one.
  const about = { m: () => '', k: workspace => `/${workspace}/keys` };
  let before = '', forgetting;
  const press = key => {
    // What acts on a selection acts on the row under the cursor when nothing is selected.
    const box = cursor.row() && $('input[type=checkbox]', cursor.row());
    const alone = box && !selected() && $(`[data-with-selection] [data-key="${CSS.escape(key)}"]`);
    if (alone) { box.checked = true; selection(); }
    const target = all(`[data-key="${CSS.escape(key)}"]`).find(e => e.offsetParent || e.closest('details'));
    if (!target) return false;
    if (target.tagName === 'DETAILS') { target.open = !target.open; $('input:not([type=hidden]), textarea, select, a, button', target)?.focus(); }
    else if (target.matches('input:not([type=submit], [type=checkbox]), textarea, select')) target.focus();
    else target.click();
    // It is sent; the next key is for the next row, and does not wait for the answer.
    if (alone) { box.checked = false; selection(); }
    return true;
  };
  document.addEventListener('keydown', e => {
    if (e.key === 'Escape') {
      const open = all('details.menu[open]');
      open.forEach(menu => { menu.open = false; $('summary', menu)?.focus(); });
      if (!open.length && document.activeElement?.matches('input, textarea, select')) document.activeElement.blur();
      if ($('#said.crit')) say('');
      return;
    }
    if (e.ctrlKey || e.metaKey || e.altKey || e.isComposing || $('dialog[open]') || e.target.matches('textarea, select, input:not([type=checkbox])')) return;
    const sequence = `${before} ${e.key}`;
    before = '';
    clearTimeout(forgetting);
    let done = true;
    if (sequence.startsWith('g ') && go[e.key]) location = `/console/${document.body.dataset.workspace}${go[e.key]}`;
    else if (sequence.startsWith('g ') && about[e.key]) location = `/console/workspaces${about[e.key](document.body.dataset.workspace)}`;
    else if (sequence === '* a') done = press('* a');
    else if (e.key === 'g' || e.key === '*') { before = e.key; forgetting = setTimeout(() => { before = ''; }, 1500); }
    else if (e.key === '?') $('#keys')?.showModal();
    else if (e.key === 'j' || e.key === 'k') cursor.move(e.key === 'j' ? 1 : -1);
    else if (e.key.toLowerCase() === 'x' && cursor.row()) select(e.shiftKey);
    else if (e.key === 'Enter') done = !document.activeElement?.closest('a, button, summary') && !!cursor.row() && ($('a', cursor.row())?.click(), true);
    else done = press(e.key);
    if (done) e.preventDefault();
  });
  document.addEventListener('change', e => {
    if (e.target.matches('[data-all]')) all(boxes).forEach(box => { box.checked = e.target.checked; });
    else if (!e.target.matches(boxes)) return;
    else { lastTicked = e.target.closest('[data-row]').id; if (!e.target.checked) whole(false); }
    selection();
  });
  document.addEventListener('reset', () => setTimeout(selection));
  document.addEventListener('focusin', e => { const row = e.target.closest('[data-row]'); if (row && row.id !== cursor.id) cursor.set(row, false); });
  document.addEventListener('focusout', () => setTimeout(() => { if (waiting) refresh(); }, 200));
  document.addEventListener('visibilitychange', () => {
    if (document.hidden) return unfollow();
    follow();
    if (waiting) refresh();
  });
  document.addEventListener('click', e => {
    all('details.menu[open]').forEach(menu => { if (!menu.contains(e.target)) menu.open = false; });
    const button = e.target.closest('[commandfor]');
    if (button && !('command' in HTMLButtonElement.prototype)) {
      const dialog = document.getElementById(button.getAttribute('commandfor'));
      if (button.getAttribute('command') === 'show-modal') dialog.showModal(); else dialog.close();
    }
    if (e.target.closest('#said.crit') && e.target.tagName !== 'A') say('');
    const copy = e.target.closest('[data-copy]');
    if (copy) copied($(copy.dataset.copy));
  });

  // ---- what was done -------------------------------------------------------------------------------------------------------------------
  let hush;
  const say = (text, tone = 'ok', ...more) => { const at = $('#said'); at.className = tone; at.replaceChildren(...[text, ...more].filter(Boolean)); later(); };
  const later = () => {
    clearTimeout(hush);
    // A failure stays until it was read.
    if ($('#said').textContent.trim() && !$('#said.crit')) hush = setTimeout(() => $('#said').replaceChildren(), 10000);
  };
  document.addEventListener('submit', e => e.target.closest('details.menu')?.removeAttribute('open'));
  // Without TLS a browser gives no page the clipboard.
  const copied = async text => {
    try {
      await navigator.clipboard.writeText(text.textContent);
      say('Copied.');
    } catch {
      getSelection().selectAllChildren(text);
      say('Selected: press Ctrl C to copy it.');
    }
  };
  // What failed is said and leaves the page as it is, with what was written on it. A form that is wrong (422) comes back as a page.
  document.addEventListener('htmx:after:request', e => {
    const { response, text } = e.detail.ctx, out = new URL(response.raw.url || location).pathname === '/console/sign-in';
    if (!out && (response.status < 400 || response.status === 422)) return;
    e.preventDefault();
    if (out) return $('#said a') && isLive(e) ? undefined : say('Your session has ended, and nothing is done until you have signed in.', 'crit', signIn());
    if (isLive(e)) return;
    const page = new DOMParser().parseFromString(text, 'text/html');
    say([$('h1', page), $('main div p', page)].map(part => part?.textContent.trim()).filter(Boolean).join('. ') || `Refused (${response.status}).`, 'crit');
  });
  document.addEventListener('htmx:error', e => {
    if (!isLive(e)) say('The server did not answer: what you pressed may not be stored. Look before you press it again.', 'crit');
  });
  const signIn = () => Object.assign(document.createElement('a'), {
    href: `/console/sign-in?next=${encodeURIComponent(location.pathname + location.search)}`, target: '_blank', textContent: 'Sign in'
  });
  const isLive = e => !!e.detail.ctx?.request?.headers?.['X-Live'];
  document.addEventListener('htmx:after:swap', e => {
    setClock();
    if (isLive(e)) { shown = true; if ($('#said a')) say(''); }
    // What was written and selected has done its work, unless that failed: pressed once more it would be sent once more.
    const form = e.detail.ctx.sourceElement;
    if (form.matches('form[method=post]') && e.detail.ctx.response?.status < 400 && !$('#said.crit')) form.reset();
    // The button that was pressed is gone with what it did: readers of the page go on from there and not from its top.
    if (wasInside && document.activeElement === document.body) main().focus({ preventScroll: true });
    // What is shown once must be seen, wherever on the page the button was.
    const once = !isLive(e) && $('#main [data-show]');
    if (once) { once.focus(); once.scrollIntoView(); }
    cursor.restore();
    selection();
    tick();
    later();
  });

  setClock();
  cursor.restore();
  selection();
  tick();
  later();
  setInterval(tick, 1000);
  follow();
  if (zone && !hadZone && zone !== 'UTC' && main()) refresh();
})();
