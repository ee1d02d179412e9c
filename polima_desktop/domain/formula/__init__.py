"""The rule language of points and incentives (FORMULA.md): text, tree, checker, two back ends.

Text → ``lexer`` → ``parser`` → ``syntax`` tree → ``checker`` → typed ``tree`` → ``columns``
(numpy, a whole population) or ``exact`` (decimal, one person, traced). ``printer`` writes the
canonical text. Rule sets, activities and the publish gate are in ``domain.rules``.
"""

ENGINE = "1"
"""Changes when any formula could give another value; stored with what it computed."""
