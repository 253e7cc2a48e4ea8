### What the columns of the exported facts mean. Analysts of the commissioner’s office read it in the dictionary of the table.

measure = What the row is. Each row is one of these
month = The month in London of what is counted, as the definition of each measure says
gaps = Needs that a search for services left unmet for the first time
