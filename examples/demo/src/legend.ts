/** How to read the lines that follow, for those who see them for the first time. */
export const LEGEND = `
  istio         a weighted release through Istio: 10 % more of the traffic at each check, up to 50 %
  kubernetes    a blue/green release without a mesh: five checks on test traffic, then everybody at once
  ·  !          events of the operator, as kubectl describe shows them; ! is a warning
  N got x of y  the answers that version N gave to users since the last such line; canary: what Prometheus measured of it
`;
