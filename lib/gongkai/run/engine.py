"""The papermill engine ``gongkai``: ``papermill --engine gongkai notebook.ipynb out.ipynb -p agency … -p year …``.

papermill imports every registered engine whenever it starts: nothing heavy is imported here at module level. Import
papermill before this module, which papermill itself imports.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from papermill.engines import Engine, NBClientEngine

if TYPE_CHECKING:
    from papermill.engines import NotebookExecutionManager


class GongkaiEngine(Engine):  # type: ignore[misc]
    """Runs a notebook in a child of a fork server that has imported everything, or else in a kernel."""

    @classmethod
    def execute_managed_notebook(
        cls,
        nb_man: NotebookExecutionManager,
        kernel_name: str,
        log_output: bool = False,
        execution_timeout: int | None = None,
        **kwargs: Any,
    ) -> None:
        """Execute the notebook that papermill manages; papermill saves it after each cell.

        Raises:
            nbclient.exceptions.DeadKernelError: The child died.
            nbclient.exceptions.CellTimeoutError: A cell took too long.
        """
        from gongkai.run import fork_executor
        from gongkai.run.fork_client import Unavailable

        is_followed = log_output or any(kwargs.get(name) for name in ("stdout_file", "stderr_file"))
        if kernel_name in {"python3", "python"} and not is_followed and not fork_executor.wants_kernel(nb_man.nb):
            try:
                return cls._execute(nb_man, execution_timeout)
            except Unavailable as error:
                nb_man.nb.metadata.papermill["fallback"] = str(error)
        NBClientEngine.execute_managed_notebook(
            nb_man, kernel_name, log_output=log_output, execution_timeout=execution_timeout, **kwargs
        )
        return None

    @classmethod
    def _execute(cls, nb_man: NotebookExecutionManager, timeout: int | None) -> None:
        from nbclient.exceptions import CellTimeoutError, DeadKernelError

        from gongkai.run import fork_executor, notebooks

        running = 0
        for index, cell in enumerate(nb_man.nb.cells):
            if cell.cell_type != "code" or not cell.source.strip():
                nb_man.cell_complete(cell, cell_index=index)
        try:
            for message in fork_executor.stream_messages(notebooks.code(nb_man.nb), timeout=timeout):
                if "start" in message:
                    running = message["start"]
                    nb_man.cell_start(nb_man.nb.cells[running], running)
                    continue
                fork_executor.apply_output(message, nb_man.nb)
                cell = nb_man.nb.cells[running]
                if message.get("failed"):
                    nb_man.cell_exception(cell, cell_index=running)
                if "done" in message:
                    nb_man.cell_complete(cell, cell_index=running)
        except fork_executor.Died:
            msg = "Kernel died"
            raise DeadKernelError(msg) from None
        except TimeoutError:
            msg = "A cell timed out"
            raise CellTimeoutError.error_from_timeout_and_cell(msg, timeout or 0, nb_man.nb.cells[running]) from None
