# A refusal that becomes an acceptance without a reason
registry.refuse(nomination)
registry.accept(nomination)
