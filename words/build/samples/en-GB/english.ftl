only = Only in English
