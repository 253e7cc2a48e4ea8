### Names that several texts share.

-emergency = 999
