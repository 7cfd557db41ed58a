"""One case of the unmodified `openai` package, by its name; prints what came of it as JSON."""

import json
import os
import sys

import openai
from pydantic import BaseModel

MODEL = "gpt-4o-mini"
SCHEMA = {
    "type": "object",
    "properties": {"city": {"type": "string"}},
    "required": ["city"],
    "additionalProperties": False,
}

client = openai.OpenAI(
    base_url=os.environ["LIBRA_URL"], api_key=os.environ["LIBRA_KEY"], max_retries=0
)


def user(content):
    return [{"role": "user", "content": content}]


def create(content, **more):
    return client.chat.completions.create(
        **{"model": MODEL, "messages": user(content), **more}
    )


def answer():
    prompt = "1부터 20까지 세어줘"
    whole = create(prompt)
    chunks = list(
        create(prompt, stream=True, stream_options={"include_usage": True})
    )
    texts = [chunk.choices[0].delta.content for chunk in chunks if chunk.choices]
    return {
        "whole": whole.choices[0].message.content,
        "streamed": "".join(text or "" for text in texts),
        "pieces": len(chunks),
        "tokens": [whole.usage.total_tokens, chunks[-1].usage.total_tokens],
        "request_id": whole._request_id,
    }


def tools():
    answers = {"weather": "sunny", "traffic": "calm", "mail": "sent"}
    offered = [
        {"type": "function", "function": {"name": name, "parameters": SCHEMA}}
        for name in answers
    ]
    messages = user('Give me weather and traffic of "Seoul", then mail it')
    called = []
    while True:
        message = (
            client.chat.completions.create(model=MODEL, messages=messages, tools=offered)
            .choices[0]
            .message
        )
        if not message.tool_calls:
            return {"text": message.content, "called": called}
        # As the package gives it back, with every field that is null or empty.
        messages.append(message.model_dump())
        for call in message.tool_calls:
            called.append([call.function.name, json.loads(call.function.arguments)])
            messages.append(
                {
                    "role": "tool",
                    "tool_call_id": call.id,
                    "content": answers[call.function.name],
                }
            )


class Place(BaseModel):
    city: str


def schema():
    asked = {
        "model": MODEL,
        "messages": user('Where is "Busan"?'),
        "response_format": Place,
    }
    whole = client.chat.completions.parse(**asked)
    with client.chat.completions.stream(**asked) as stream:
        streamed = stream.get_final_completion()
    return [each.choices[0].message.parsed.city for each in (whole, streamed)]


def image():
    url = "data:image/png;base64,iVBORw0KGgo="
    parts = [
        {"type": "text", "text": "What is it?"},
        {"type": "image_url", "image_url": {"url": url}},
    ]
    return create(parts).choices[0].message.content


def error():
    work = {
        "empty": lambda: create(" "),
        "stranger": lambda: client.with_options(api_key="lb-" + "x" * 43).models.list(),
        "unknown": lambda: create("안녕", model="llama-99"),
        "beyond": lambda: create("안녕", max_completion_tokens=16_385, model="gpt-4o"),
        "down": lambda: create("안녕", model="gpt-4.1"),
        "down_streamed": lambda: create("안녕", model="gpt-4.1", stream=True),
    }
    raised = {}
    for name, run in work.items():
        try:
            run()
        except openai.APIStatusError as failure:
            raised[name] = [type(failure).__name__, failure.code, failure.param]
    return raised


def broken():
    text = ""
    try:
        for chunk in create("1부터 20까지 세어줘", model="gpt-4.1-mini", stream=True):
            text += chunk.choices[0].delta.content or ""
    except openai.APIError as failure:
        return {"text": text, "error": type(failure).__name__}
    return {"text": text, "error": None}


def cancel():
    stream = create("1부터 100까지 세어줘", stream=True)
    next(iter(stream))
    stream.close()
    return True


CASES = {
    case.__name__: case
    for case in (answer, tools, schema, image, error, broken, cancel)
}
print(json.dumps(CASES[sys.argv[1]](), ensure_ascii=False))
