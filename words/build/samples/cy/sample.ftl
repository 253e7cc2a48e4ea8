plain = Testun
marked = Erbyn { $by }: ffoniwch <call>{ -emergency }</call>
count = { $n ->
    [zero] dim
    [one] un
    [two] dau
    [few] tri
    [many] chwech
   *[other] { $n }
 } ar ôl
who = { $who ->
    [police] Yr heddlu
   *[anyone] Rhywun
 }
again = Gweler: { plain }
paragraphs = Un.
label = Enw
    .hint = Unrhyw enw
channel =
    .email = E-bost
    .text = Neges destun
