const PATHS = {
  microphone: 'M12 3a3 3 0 0 0-3 3v5a3 3 0 0 0 6 0V6a3 3 0 0 0-3-3ZM6 11a6 6 0 0 0 12 0M12 17v4M9 21h6',
  muted:
    'M9 9v2a3 3 0 0 0 5 2.2M15 10V6a3 3 0 0 0-5.7-1.3M6 11a6 6 0 0 0 9.5 4.9M18 11a6 6 0 0 1-.3 1.9M12 17v4M9 21h6M4 4l16 16',
  wave: 'M4 10v4M8 7v10M12 4v16M16 7v10M20 10v4',
  dots: 'M6 12h.01M12 12h.01M18 12h.01',
  cloud: 'M8 18.5H7a4 4 0 0 1-.6-8A6 6 0 0 1 17.6 9a4.5 4.5 0 0 1 .4 9M12 13v4M12 20.5v.01',
  link: 'M10 14a4 4 0 0 0 5.7 0l3-3A4 4 0 0 0 13 5.3L12 6.3M14 10a4 4 0 0 0-5.7 0l-3 3A4 4 0 0 0 11 18.7L12 17.7M4 4l16 16',
  check: 'M5 12.5l4.5 4.5L19 7.5',
  send: 'M12 19V5M6 11l6-6 6 6',
  captions: 'M4 6h16v12H4zM8 13h3M13 13h3M8 10h5M15 10h1',
  close: 'M6 6l12 12M18 6L6 18',
  press: 'M12 8.5a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7ZM12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18Z',
} as const;

export type IconName = keyof typeof PATHS;

export function Icon({ name, size = 22 }: { name: IconName; size?: number }) {
  return (
    <svg class="icon" viewBox="0 0 24 24" width={size} height={size} aria-hidden="true">
      <path d={PATHS[name]} />
    </svg>
  );
}
