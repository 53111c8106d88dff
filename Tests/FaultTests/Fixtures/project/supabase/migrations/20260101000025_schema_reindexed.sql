reindex schema app;
