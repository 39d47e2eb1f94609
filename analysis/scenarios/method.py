"""The model on one page: its formulas and its limits, for the page and for whoever reads the code.

The formulas are those of ``model.py``; its tests work the same ones out by hand.
"""

from __future__ import annotations

FORMULAS = (
    ("Start", "A year of the ledger: $W_{c,t}$ human bookings by channel and tier, $y_{c,t}$ "
     "what reached the model of one, crew pay $\\kappa_c$ of a booking and $\\kappa_u$ of a twin "
     "use."),
    ("Adoption", "$S_c(y)=\\dfrac{L(y)-L(0)}{1-L(0)},\\quad L(y)=\\dfrac{1}{1+e^{-s(y-h_c)}}$: an "
     "S-curve for each channel, 0 now and 1 in the end, half-way after about $h_c$ years, as steep "
     "as $s$."),
    ("Replaced", "$\\rho_{c,t}=a_c\\,S_c(y)\\,q_c\\,w_{c,t}\\,(1-r)\\,(1+l\\,d)\\left(k_1/k_0"
     "\\right)^{-e}$, held between 0 and 1: share of work whose brands use twins $a_c$, share a "
     "twin can replace $q_c$, weight of the tier $w$, refused $r$, labelled $l$ with demand effect "
     "$d$, and brands' answer $e$ to what rules add to the cost of a use, from $k_0$ to $k_1$."),
    ("Work", "$H=W(1-\\rho)$ bookings that people work; $U=W\\rho\\,(u+n)$ twin uses, $u$ in place "
     "of each booking replaced and $n$ for new work."),
    ("Fees", "$F=y/(1-g)$ before commission $g$; twin fee $f=\\max(\\text{floor},\\ \\phi F+"
     "\\text{amount})$."),
    ("Brands pay", "$\\sum H(F+\\kappa_c)+U(f+m+\\kappa_u+\\ell)$: fees, crews, the makers $m$ of "
     "the pictures, the levy $\\ell$."),
    ("Received", "models $\\sum Hy+Uf(1-o)(1-g_u)$; agencies the commission; other owners of "
     "twins $\\sum Ufo$; makers $\\sum Um$; crews $\\sum H\\kappa_c+U(\\kappa_u+\\lambda\\ell)$; "
     "the levy's fund keeps $\\sum U(1-\\lambda)\\ell$. What is paid is what is received."),
    ("Break-even", "The $\\ell$ at which crews have what they had in the base year; for one "
     "channel $\\ell=\\left(\\kappa_c/(u+n)-\\kappa_u\\right)/\\lambda$."),
    ("Range of assumptions", "Each assumption is drawn 10,000 times from a triangle over its range "
     "with the peak at its value, those that belong together by a Gaussian copula with the stated "
     "correlations; shown are the middle 90% and half of the draws. It says how far a result moves "
     "when what was put in moves. It is no confidence interval, and no forecast."),
)
"""Name of each step, and what happens in it, in Markdown with LaTeX."""

LIMITS = (
    "Work is as much as in the base year, every year: no growth, no season, no crisis, and the "
    "same prices but for the rules.",
    "Twin uses that the ledger already holds go on as they are and are not in the figures; the "
    "levy is on new uses only.",
    "People whose booking is replaced find no other work, and nobody leaves or enters the trade.",
    "Brands answer what rules add to the cost of a use, not the price of a twin against that of a "
    "person; models refuse alike in all tiers.",
    "Markets have the tier mix of their channel, and fees of a tier differ by channel as the "
    "median human fees do, so that a scenario needs nothing of a ledger but what may be shown.",
    "Studio, travel, clothes and the cost of making the twin itself are left out.",
    "The levy is passed on to roles as the base year's crew pay was shared.",
)
"""What the model leaves out."""
