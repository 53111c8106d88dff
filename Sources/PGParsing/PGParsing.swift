// PGParsing
