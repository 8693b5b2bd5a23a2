// Runs before the first paint, so that a chosen theme never flashes in the other one.
// A file of its own because the Content-Security-Policy allows no inline script.
(function () {
  var chosen = null;
  try {
    chosen = localStorage.getItem('codedang:color-scheme');
  } catch (error) {
    // Storage may be forbidden; the system's preference then decides.
  }
  var dark =
    chosen === 'dark' || (chosen !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches);
  document.documentElement.dataset.mantineColorScheme = dark ? 'dark' : 'light';
})();
