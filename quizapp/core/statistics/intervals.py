"""How far a figure may be off: intervals in which the true one lies 95 times in 100."""

import math

Z = 1.959963984540054
"""The 97.5 % point of the normal distribution."""


def wilson(share: float, n: int) -> tuple[float, float]:
    """Return the 95 % interval of a share (0 to 1) of n answers, by Wilson's score method.

    (p + z^2/2n -+ z sqrt(p(1-p)/n + z^2/4n^2)) / (1 + z^2/n); Wilson (1927), JASA 22, 209-212, found best
    of seven by Newcombe (1998), Statistics in Medicine 17, 857-872. Of part marks it is on the safe side:
    of all values from 0 to 1 with mean p none spread more than p(1-p), what right and wrong do.
    """
    square = Z * Z
    middle = (share + square / (2 * n)) / (1 + square / n)
    half = Z * math.sqrt(share * (1 - share) / n + square / (4 * n * n)) / (1 + square / n)
    return max(0.0, middle - half), min(1.0, middle + half)


def feldt(alpha: float, n: int, k: int) -> tuple[float, float]:
    """Return the 95 % interval of Cronbach's alpha (1 at most) of k questions and n students.

    1 - (1 - alpha) F, with F the 97.5 and 2.5 % points of the F distribution with n-1 and (n-1)(k-1)
    degrees of freedom: Feldt (1965), Psychometrika 30, 357-370; Feldt, Woodruff & Salih (1987), Applied
    Psychological Measurement 11, 93-103. It takes marks to be normal and alike in spread.
    """
    top, bottom = n - 1, (n - 1) * (k - 1)
    return tuple(1 - (1 - alpha) * f_quantile(p, top, bottom) for p in (0.975, 0.025))  # type: ignore[return-value]


def f_quantile(p: float, top: float, bottom: float) -> float:
    """Return the value that an F variable with those degrees of freedom stays under with probability p.

    F = bottom x / (top (1 - x)), x the same quantile of a beta variable with top/2 and bottom/2 (NIST
    Digital Library of Mathematical Functions, 8.17); found by halving, to about 15 digits.
    """
    low, high = 0.0, 1.0
    for _ in range(200):
        x = (low + high) / 2
        if beta_probability(x, top / 2, bottom / 2) < p:
            low = x
        else:
            high = x
        if high - low <= 1e-16 * high:
            break
    x = (low + high) / 2
    return bottom * x / (top * (1 - x)) if x < 1 else math.inf


def beta_probability(x: float, a: float, b: float) -> float:
    """Return the regularised incomplete beta function I_x(a, b).

    x^a (1-x)^b / (a B(a, b)) times the continued fraction of DLMF 8.17.22, by Lentz's method; where x is
    large, 1 - I_(1-x)(b, a), for which the fraction converges fast.
    """
    if x <= 0 or x >= 1:
        return 0.0 if x <= 0 else 1.0
    if x > (a + 1) / (a + b + 2):
        return 1 - beta_probability(1 - x, b, a)
    front = math.exp(
        math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b) + a * math.log(x) + b * math.log1p(-x)
    )
    return front * _fraction(x, a, b) / a


def _fraction(x: float, a: float, b: float) -> float:
    tiny = 1e-300
    c, d = 1.0, 1 - (a + b) * x / (a + 1)
    d = 1 / (d if abs(d) > tiny else tiny)
    total = d
    for m in range(1, 10_000):
        even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        for term in (even, odd):
            d = 1 + term * d
            c = 1 + term / c
            d = 1 / (d if abs(d) > tiny else tiny)
            c = c if abs(c) > tiny else tiny
            total *= d * c
        if abs(d * c - 1) < 1e-15:
            break
    return total
