### What the commissioner’s office sees: figures, and what their pages say.

sign-in = Please sign in
only-oversight = Only the commissioner’s office can see this
year-wrong = year is a year, such as 2026
