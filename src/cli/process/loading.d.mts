export function showLoading(): void
export function clearLoading(): void
