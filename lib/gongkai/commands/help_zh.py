"""Help pages in Chinese: each English text of a command, argument or option with its translation."""

from __future__ import annotations

WORDS: dict[str, str] = {
    "OPTIONS": "选项", "COMMAND": "命令", "ARGS": "参数", "ORGAN": "机关", "YEAR": "年度", "FILE": "文件", "FILES": "文件",
    "DIR": "目录", "FOLDER": "目录", "NAME": "名称", "TEXT": "文字", "PATH": "路径", "file": "文件", "files": "文件",
    "name": "名称", "rule": "规则", "year": "年度", "NUMBER": "编号", "TARGET": "对象", "int": "整数", "str": "文字", "path": "路径",
}  # fmt: skip
"""Placeholders of values."""

TEXTS: dict[str, str] = {
    # typer's own
    "Show this message and exit.": "显示这份说明。",
    "Install completion for the current shell.": "给当前的shell装上Tab补全。",
    "Show completion for the current shell, to copy it or customize the installation.": "显示补全脚本，可复制或自行安装。",
    # the program
    "Gongkai: China's statutory annual reports on open government information, checked and reproducible.": "公开（Gongkai）：生成并核对政府信息公开工作年度报告。",
    "Project folder.  [default: the nearest folder at or above this one with a gongkai.toml]": "项目文件夹。[默认：当前或上级文件夹中最近的、放有gongkai.toml的]",
    "Show the version and exit.": "显示版本。",
    # shared
    "Folder of the organ in params, or its Chinese name.": "机关在params里的文件夹名，或中文名称。",
    "Folders of organs in params, or Chinese names.": "机关在params里的文件夹名，或中文名称，可写几个。",
    "Report year.": "报告年度。",
    "Report year; may be repeated.": "报告年度；可以写几次。",
    "Report year.  [default: all]": "报告年度。[默认：全部]",
    "Folder of inputs.  [default: params of the project]": "数据文件夹。[默认：项目的params]",
    "Folder of outputs.  [default: outputs of the project]": "成品文件夹。[默认：项目的outputs]",
    "Full Chinese name of a new organ.": "新机关的中文全称。",
    "Level of a new organ.  [default: from its name]": "新机关的级别。[默认：由名称判断]",
    "Write JSON; - is standard output.": "写成JSON；-是标准输出。",
    "Overwrite existing files.": "覆盖已有文件。",
    # init
    "Make a project of your own: notebooks, params, outputs, README, CI workflow and editor settings.": "新建自己的项目：笔记本、数据、成品、说明、自动检查和编辑器设置。",
    "Folder to make.  [default: this one]": "要建立的文件夹。[默认：当前文件夹]",
    "Add an example organ, or none.": "附一个示例机关，或不附。",
    # demo
    "Make a project with a synthetic jurisdiction, for trials: organs, years, prose, planted defects and their key.": "新建演示项目，供试用：合成的各级机关、各年度数据和文字，埋入的问题及其清单。",
    "How many organs there are, of all levels together.": "机关个数，各级合计。",
    "First and last report year.": "起止报告年度。",
    "Everything that is random follows from it.": "随机数的种子；种子相同，结果相同。",
    "Plant defects of these rules, for instance R1,R12; all is all.  [default: none]": "埋入这些规则的问题，例如R1,R12；all是全部。[默认：不埋]",
    "Share of the returns that get a defect.": "多大比例的年报埋入问题。",
    "Of how many organs to write the last year's register of requests and filled form.": "给多少个机关写出最后一年的申请台账和填好的Excel表。",
    "Project folder to make.": "要建立的项目文件夹。",
    # build
    "Build reports: execute the section notebooks, then HTML, PDF, Word, JSON and the reviewer's paper.": "生成报告：运行各部分的笔记本，得到网页、PDF、Word、JSON和审核底稿。",
    "Every organ and year in params.": "params里全部机关和年度。",
    "Also build reports that are current.": "已是最新的也重新生成。",
    "Refuse to publish if an error is unresolved and not waived.": "有错误没有解决也没有认可的，不生成。",
    "Build drafts with watermark and findings, in a folder of their own.": "生成草稿，带水印和核对结果，另放一个文件夹。",
    "Show which inputs had changed.": "显示哪些输入变了。",
    "Maximum seconds per cell.": "一个单元格最多运行多少秒。",
    "Number of reports to build in parallel.  [default: cores]": "同时生成几份。[默认：处理器核数]",
    "Address of a Dask scheduler.": "Dask调度程序的地址。",
    "Start no further reports after a failure.": "有一份失败就不再开始别的。",
    "auto (forked kernels if available) or papermill.": "auto（能用时用分叉的内核）或papermill。",
    "Print a line for each section and report instead of a progress bar.": "每个部分、每份报告写一行，不显示进度条。",
    # list, check
    "List the reports in params: current, stale, failed last time, or unreadable, and why.": "列出params里的报告：最新、需要更新、上次失败或读不了，以及原因。",
    "Apply the rules; exit with 1 if an error is unresolved and not waived.": "按规则核对；有错误没有解决也没有认可的，退出码为1。",
    "Write the findings as a workbook linked to the cells.": "把问题写成工作簿，点一下跳到有问题的单元格。",
    "Show every finding by itself, not those of one kind together.": "逐条列出问题，同类的不归并。",
    "Show how each number of a report's text is understood, and which cells it is compared with.": "逐个显示报告文字中的数是怎样理解的，与表中哪一格核对。",
    "A report that import reads, or an organ.": "import能读的报告文件，或者机关。",
    # import
    "Read a published report or a filled form into params; a year's file that exists is merged, not replaced.": "把已公布的报告或填好的表读入params；已有的数据文件是合并，不是替换。",
    "Also read a report that names another organ or year.": "报告写的是别的机关或年度，也读入。",
    "Write without asking; for scripts.": "不询问就写入；供脚本使用。",
    "Write params too if --json is given.": "写了--json时，也写入params。",
    "HTML, Word, PDF, text, Excel or report.json.": "网页、Word、PDF、文本、Excel或report.json。",
    "Record the file as published.": "记为已公布的数据。",
    # form, ledger
    "Write the Excel form to send to an organ.": "生成发给机关填报的Excel表。",
    "File to write.  [default: AGENCY-YEAR.xlsx]": "要写的文件。[默认：机关-年度.xlsx]",
    "Tally a register of requests into table 3 and compare the return with it.": "按申请台账统计表三，与填报的数比对。",
    "Register of requests, CSV or Excel.": "申请台账，CSV或Excel。",
    "Write the tallied table 3 into the return.": "把统计出的表三写入数据文件。",
    "Write an empty register to FILE (.xlsx or .csv) instead.": "改为在“文件”处写一份空白台账（.xlsx或.csv）。",
    # new, migrate
    "Start a year's file from last year's return; create the organ if it is new.": "由上年的数据新建一年的数据文件；机关是新的就一并新建。",
    "Migrate a return to another edition of the form.": "把数据文件转换成另一版表式。",
    "Edition of the form, for instance 2021.": "表式版本，例如2021。",
    # rollup
    "Add up the members of a government and compare the sums with its return, cell by cell.": "把成员的数逐格加总，与汇总的政府填报的数比较。",
    "Write the sums into the government's file; everything else in it stays.": "把成员之和写入汇总的政府的数据文件；其余内容不动。",
    "Also write sums without the members that have not reported, as a draft.": "有成员没有上报时，也写入已上报成员之和，只作草稿。",
    "Refuse if a member or a number is missing; exit with 1 if a cell differs.": "缺成员、缺数的不写；有不一致的，退出码为1。",
    "Add up the governments below it first, at every level.": "先汇总下级政府，逐级向上。",
    # waive, undo
    "Accept findings of a rule, for the values that they have now.": "认可一条规则的问题，只对现在的数有效。",
    "Rule, for instance R12.": "规则，例如R12。",
    "Why the findings are accepted; required.": "认可的理由；必填。",
    "Who accepts them; required.": "谁认可的；必填。",
    "Path of a cell, * for any; may be repeated.  [default: all findings of the rule]": "单元格的路径，*代表任意；可以写几次。[默认：这条规则的全部问题]",
    "Bring back the state of a year's file before its last change; again, to undo that.": "恢复数据文件上一次改动前的状态；再运行一次就撤销恢复。",
    "List the states that can be brought back.": "列出可以恢复的状态。",
    "Number of the state.  [default: the last]": "状态的编号。[默认：最近一次]",
    "The record of what was published.": "恢复已公布数据的记录。",
    # submit, return, approve, publish
    "Submit a built report for review; its bytes are recorded.": "送审已生成的报告；记下每个文件的摘要。",
    "Return a submitted report to its analyst, with reasons.": "把送审的报告退回填报人，写明理由。",
    "Approve a submitted report; refused while an error is unresolved and not waived.": "批准送审的报告；有错误没有解决也没有认可的，不能批准。",
    "Record that an approved report was published.": "记下已批准的报告已经公布。",
    "Your name; required.": "您的姓名；必填。",
    "analyst, reviewer or publisher.  [default: whose step it is]": "analyst（填报人）、reviewer（审核人）或publisher（发布人）。[默认：办理这一步的身份]",
    "A remark for the record.": "记入记录的说明。",
    "SSH key to sign with, by ssh-keygen.": "签名用的SSH密钥，由ssh-keygen签。",
    "What was done about a comment; may be repeated.": "某条意见怎样处理的；可以写几次。",
    "A comment on a rule's finding, a cell's path or words of a sentence; may be repeated.": "对规则的问题、单元格或一句话的意见；可以写几次。",
    # diff
    "Compare two versions of a report: numbers, findings and sentences, in the order in which they matter.": "比较一份报告的两个版本：数、问题和每句话，要紧的在前。",
    "ORGAN/YEAR, ORGAN/YEAR@last (@submit, @published …), or a file or folder.": "机关/年度、机关/年度@last（@submit、@published等），或文件、文件夹。",
    "The later version.  [default: A's last step compared with now]": "后一个版本。[默认：从A最近一次送审或签名比到现在]",
    "Write the comparison as a web page.": "把比较写成网页。",
    "must, should, may or never: from which tier on differences exit with 1.": "must、should、may或never：从哪一级起，有差别退出码就是1。",
    # verify
    "Say which report a file is, and whether its bytes are those that were signed; needs no project.": "说明一个文件是哪份报告，它的字节是不是签过名的；不需要项目。",
    "report.html, .pdf, .docx …, a folder of a report, or a list of links.": "report.html、.pdf、.docx等文件，报告的文件夹，或链接的列表。",
    "Build every signed report anew, and compare each byte; PATHs are organs then.": "重新生成每一份签过名的报告，逐字节比较；这时PATH写机关。",
    "Where the records of signatures are: a file or folder; may be repeated.": "签名记录在哪里：文件或文件夹；可以写几次。",
    "Names and public SSH keys.  [default: of gongkai.toml]": "姓名和SSH公钥的文件。[默认：gongkai.toml里写的]",
    "Add a summary in Markdown to a file, for CI.": "在文件末尾加一段Markdown的小结，供持续集成显示。",
    # fonts, release, lab
    "List the available font sets, or fetch one.": "列出可用的字体集，或取得一个。",
    "Font set to fetch, for instance fandol.": "要取得的字体集，例如fandol。",
    "Write the review site: static pages about every organ and year, its state, findings and notebooks.": "生成审核网站：静态网页，列出各机关各年度报告的状态、问题和笔记本。",
    "Write the returns as a Frictionless data package, without those that have unresolved errors.": "把数据整理成数据包；有错误没有解决的不收入。",
    "Also write Parquet (extra gongkai[data]).": "同时写Parquet（需要gongkai[data]）。",
    "Include returns with errors, marked in the table of reports.": "有错误的也收入，在reports表里注明。",
    "Open the project's notebooks in JupyterLab, with an organ and year chosen.": "在JupyterLab里打开项目的笔记本，并选定机关和年度。",
    "Organ that the notebooks show.  [default: as before]": "笔记本显示的机关。[默认：上次选定的]",
    "Its report year.  [default: its last]": "报告年度。[默认：最近一年]",
    "Open a browser, or print the address only.": "打开浏览器，或只显示网址。",
    "Port to listen on.  [default: a free one]": "端口。[默认：空闲的端口]",
}
"""Translations; a test finds what lacks one, and what is no longer used."""
