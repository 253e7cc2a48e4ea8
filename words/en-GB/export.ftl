### What the columns of the exported facts mean. Analysts of the commissioner’s office read it in the dictionary of the table.

measure = What the row is. Each row is one of these
month = The month in London: of the referral, the offer, the session or the end of the promise
gaps = Needs that a search for services left unmet for the first time
