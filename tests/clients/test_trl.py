"""TRL takes both files for conversations, and its chat templates make one text of both: the turns, word for word."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from annotator.core.records.dataset import Dataset
from annotator.formats.llm import FORMAT
from tests.clients.sample import laid, sample
from tests.formats.standoff.hostile import hostile

# The libraries say that torch is not there, and open files in ways that Python gives up.
pytestmark = pytest.mark.filterwarnings("default")


def rows(folder: Path, stem: str, cache: Path) -> list[dict[str, Any]]:
    """A file as `datasets` hands it to a trainer."""
    import datasets

    files = {"train": str(folder / f"{stem}.jsonl")}
    return [dict(row) for row in datasets.load_dataset("json", data_files=files, split="train", cache_dir=str(cache))]


def tokenizer(template: str) -> Any:
    """A tokenizer of one word with a template that TRL brings along; the template is all that is asked of it."""
    import trl
    from tokenizers import Tokenizer
    from tokenizers.models import WordLevel
    from transformers import PreTrainedTokenizerFast

    made = PreTrainedTokenizerFast(tokenizer_object=Tokenizer(WordLevel({"[UNK]": 0}, unk_token="[UNK]")))
    made.bos_token, made.eos_token = "<s>", "</s>"
    made.chat_template = Path(trl.__path__[0], "chat_templates", f"{template}.jinja").read_text("utf-8")
    return made


@pytest.mark.parametrize("template", ["qwen2_5", "llama3"])
@pytest.mark.parametrize("data", [sample(), hostile()], ids=["sample", "hostile"])
def test_both_files_are_conversations(data: Dataset, template: str, tmp_path: Path) -> None:
    """Messages, and prompt with completion, which together are the same text."""
    from trl.data_utils import is_conversational, maybe_apply_chat_template

    folder = laid(FORMAT, data, tmp_path / "llm")
    held = tokenizer(template)
    whole, parted = (rows(folder, stem, tmp_path / "cache") for stem in ("messages", "completions"))
    assert len(whole) == len(parted) > 5
    for one, two in zip(whole, parted, strict=True):
        assert is_conversational(one)
        assert is_conversational(two)
        text = maybe_apply_chat_template({"messages": one["messages"]}, held)["text"]
        said = maybe_apply_chat_template({key: two[key] for key in ("prompt", "completion")}, held)
        assert said["prompt"] + said["completion"] == text
        system, user, answer = (turn["content"] for turn in one["messages"])
        assert user.strip() in said["prompt"]
        assert system in said["prompt"]
        assert answer in said["completion"]
        article = data.articles[one["doc_id"]].text
        assert article[one["char_start"] :].startswith(user)
        for claim in json.loads(answer)["claims"]:
            assert all(each["quote"] in user for quotes in claim["spans"].values() for each in quotes)
