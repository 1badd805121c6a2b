# Essaim. `make` alone lists what there is.
.DEFAULT_GOAL := help
export PORT ?= 8000
python := .venv/bin/python

.PHONY: help run test faults bench check demo docs css lock messages clean dev

help: ## cette liste
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: ## installer, charger les données et servir http://127.0.0.1:8000 (PORT=…, ESSAIM_VAR=…)
	@bin/run

test: dev ## tous les essais : SQLite, PostgreSQL, navigateur
	@$(python) bin/test

faults: dev ## casser le site exprès, en entier (SCALE=0.1 pour un dixième)
	@bin/faults

bench: dev ## mesurer, sur les deux bases
	@bin/bench

check: dev ## ruff, import-linter, mypy, djlint, gabarits, migrations, check --deploy
	@bin/check

demo: ## jouer le parcours de démonstration, sans servir (UNTIL=jury pour s'arrêter là)
	@bin/bootstrap
	@ESSAIM_DEBUG=1 $(python) manage.py prepare $(if $(UNTIL),--until $(UNTIL))

docs: dev ## récrire les diagrammes d'états de docs/
	@$(python) manage.py document_states

css: ## recompiler la feuille de style (il faut npm)
	@npm --prefix assets ci
	@npm --prefix assets run build

lock: dev ## figer les versions des bibliothèques
	@bin/lock

messages: dev ## relever les textes à traduire et compiler les traductions
	@mkdir -p locale
	@$(python) manage.py makemessages --locale en --add-location file --no-obsolete \
		--ignore .venv --ignore var --ignore assets --ignore tests --ignore bench
	@$(python) manage.py compilemessages --locale en --ignore .venv

clean: ## enlever l'environnement et les caches (jamais var/, qui contient les données)
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find essaim tests -name __pycache__ -type d -prune -exec rm -rf {} +

dev:
	@bin/bootstrap --dev
