"""The options by which the commands that search a catalogue narrow what they find."""

from typing import Annotated

import typer

Place = Annotated[str | None, typer.Option(help="Name, or administrative code or its beginning.")]
Level = Annotated[str | None, typer.Option(help="Of the place: 省 市 县 区 镇 村 社区 机关 企业 高校.")]
Year = Annotated[str | None, typer.Option(help="2021, or 2019-2021.")]
Theme = Annotated[str | None, typer.Option(help="Theme of a practice, id or name.")]
Problem = Annotated[str | None, typer.Option(help="Category of a problem, id or name.")]
Status = Annotated[str | None, typer.Option(help="Of a problem or practice: solved, 已解决, 计划 …")]
Cluster = Annotated[str | None, typer.Option(help="Cluster, id or label.")]
