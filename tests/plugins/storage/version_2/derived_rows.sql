-- SPDX-License-Identifier: GPL-2.0-only
-- What runs of that time derived from the rows of older_rows.sql.

INSERT INTO brand_totals VALUES (1, 2), (2, 1);

INSERT INTO brand_windows VALUES (1, 30, '2026-02-20'), (1, 90, '2026-02-19');

INSERT INTO video_latest VALUES
  (1, 30, 'v', 300, 30, 0, NULL, NULL, '2026-02-20'), (1, 30, 'w', 0, 0, 0, NULL, NULL, NULL),
  (1, 90, 'v', 900, 70, 0, NULL, NULL, '2026-02-19'), (1, 90, 'w', 0, 0, 0, NULL, NULL, NULL);
