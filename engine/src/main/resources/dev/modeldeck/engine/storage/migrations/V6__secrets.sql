-- Which secrets there are and where each is kept; never what they are.
CREATE TABLE secret (
    scope   TEXT NOT NULL,
    key     TEXT NOT NULL,
    place   TEXT NOT NULL, -- KEYCHAIN or FILE
    account TEXT NOT NULL, -- its name in that place
    PRIMARY KEY (scope, key)
);
