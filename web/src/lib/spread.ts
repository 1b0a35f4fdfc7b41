/** How so many equal parts share a wide page: side by side in twos or threes, or one below the other. */
export const spread = (parts: number) => (parts < 2 ? "" : parts % 3 === 0 ? "three" : "two");
