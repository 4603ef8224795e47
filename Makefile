# The portal's commands. Everything they write lies in .venv/ and var/.
PYTHON ?= python3
.PHONY: run test deep check fix worker demo bench backup restore lock

run:      ## the portal with demo institutions; DEMO=0: a real one; PORT=8001: another port
	@$(PYTHON) -m scripts.run
test:     ## the whole suite; what cannot run here is named at the end
	@$(PYTHON) -m scripts.suite
deep:     ## the long races, kills and corpora, up to an hour
	@$(PYTHON) -m scripts.suite deep
check:    ## format, lint, types, floors, migrations, diagrams, deployment
	@$(PYTHON) -m scripts.check
fix:      ## what of it can be repaired by itself
	@$(PYTHON) -m scripts.check fix
worker:   ## one more worker, besides those of `make run`
	@$(PYTHON) -m scripts.command worker
demo:     ## the demo into an empty database, without starting the portal
	@$(PYTHON) -m scripts.command prepare --demo
bench:    ## how long starts and pages take, against their goals
	@$(PYTHON) -m scripts.bench
backup:   ## database and files into var/backups/; the portal may run
	@$(PYTHON) -m scripts.command backup
restore:  ## FILE=var/backups/….tar.gz; the portal must be stopped
	@$(PYTHON) -m scripts.command restore "$(FILE)"
lock:     ## compile requirements*.in into requirements*.txt, every version pinned
	@$(PYTHON) -m scripts.pin
