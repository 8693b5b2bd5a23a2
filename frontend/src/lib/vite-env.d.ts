/// <reference types="vite/client" />

declare module 'virtual:design.css';
declare module '@fontsource/jetbrains-mono/*.css';
declare module 'pretendard/*.css';
