-- The embedded gazetteer, version 1. Read-only once built; every value is from a named source.
PRAGMA page_size = 4096;

-- What is in this file: schema_version, built, source, licence, places, names.
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;

-- Columns are GeoNames' own; geonameid is NULL where another source knows the place and GeoNames'
-- number for it is not known. cell is the whole degree: (floor(latitude) + 90) * 360 + floor(longitude) + 180.
CREATE TABLE place (
  id INTEGER PRIMARY KEY,
  geonameid INTEGER,
  name TEXT NOT NULL,
  latitude REAL NOT NULL,
  longitude REAL NOT NULL,
  feature_class TEXT NOT NULL,
  feature_code TEXT NOT NULL,
  country_code TEXT NOT NULL,
  admin1_code TEXT NOT NULL,
  admin2_code TEXT NOT NULL,
  population INTEGER NOT NULL,
  source TEXT NOT NULL,
  cell INTEGER NOT NULL
);

-- Folded names, each key's places in the order of their rank: most likely first.
-- kind is the position of the name's kind in geo.model.NameKind.
CREATE TABLE name (
  key TEXT NOT NULL,
  rank INTEGER NOT NULL,
  place INTEGER NOT NULL,
  kind INTEGER NOT NULL,
  PRIMARY KEY (key, rank)
) WITHOUT ROWID;

-- The places that carry the codes of other places.
CREATE TABLE country (code TEXT PRIMARY KEY, place INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE admin1 (country_code TEXT, admin1_code TEXT, place INTEGER NOT NULL,
                     PRIMARY KEY (country_code, admin1_code)) WITHOUT ROWID;
CREATE TABLE admin2 (country_code TEXT, admin1_code TEXT, admin2_code TEXT, place INTEGER NOT NULL,
                     PRIMARY KEY (country_code, admin1_code, admin2_code)) WITHOUT ROWID;
