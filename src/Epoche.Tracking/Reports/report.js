// Shows the values under the pointer. The page says everything without it.
for (const svg of document.querySelectorAll('svg[data-plot]')) {
  const [left, top, right, bottom, min, max] = svg.dataset.plot.split(' ').map(Number);
  const curves = [...svg.querySelectorAll('path[data-points]')].map(path => ({
    name: path.dataset.name,
    path,
    points: path.dataset.points.split(' ').map(pair => pair.split(',')).filter(pair => pair[1] !== '').map(pair => pair.map(Number)),
  })).filter(curve => curve.points.length > 0);
  if (curves.length === 0) continue;

  const figure = svg.closest('figure');
  const cursor = document.createElementNS(svg.namespaceURI, 'path');
  cursor.setAttribute('class', 'cursor');
  const tip = document.createElement('div');
  tip.className = 'tip';
  const hide = () => { tip.remove(); cursor.remove(); };
  const show = value => {
    const size = Math.abs(value);
    return (size !== 0 && (size < 1e-4 || size >= 1e15)) ? value.toExponential(3) : value.toLocaleString('en', { maximumSignificantDigits: 5 });
  };
  const nearest = (points, x) => {
    let low = 0, high = points.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (points[middle][0] < x) low = middle + 1; else high = middle;
    }
    return low > 0 && x - points[low - 1][0] < points[low][0] - x ? points[low - 1] : points[low];
  };

  svg.addEventListener('pointermove', event => {
    const box = svg.getBoundingClientRect(), scale = svg.viewBox.baseVal.width / box.width;
    const place = ((event.clientX - box.left) * scale - left) / (right - left);
    if (place < -0.02 || place > 1.02) return hide();
    const wanted = min + place * (max - min);
    const points = curves.map(curve => nearest(curve.points, wanted));
    const x = points.reduce((best, point) => Math.abs(point[0] - wanted) < Math.abs(best[0] - wanted) ? point : best)[0];
    const at = left + (x - min) / (max - min) * (right - left);
    cursor.setAttribute('d', `M${at},${top}V${bottom}`);
    svg.append(cursor);

    const head = document.createElement('b');
    head.textContent = show(x);
    tip.replaceChildren(head);
    curves.forEach((curve, i) => {
      const row = document.createElement('div'), dot = document.createElement('i');
      dot.style.setProperty('--c', getComputedStyle(curve.path).stroke);
      row.append(dot, `${curve.name} ${show(points[i][1])}`);
      tip.append(row);
    });
    figure.append(tip);
    const within = figure.getBoundingClientRect(), x0 = box.left - within.left + at / scale;
    tip.style.left = `${Math.max(0, Math.min(within.width - tip.offsetWidth, x0 + (x0 > within.width / 2 ? -tip.offsetWidth - 12 : 12)))}px`;
    tip.style.top = `${box.top - within.top + top / scale + 4}px`;
  });
  svg.addEventListener('pointerleave', hide);
}
