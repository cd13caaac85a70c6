"""Write today's extraction of all golden cases: look at the difference in git before it is committed."""

from golden_cases import cases

if __name__ == "__main__":
    for case in cases():
        case.renew()
        print(case.name)
