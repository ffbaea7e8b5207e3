"""Opens a connection, sends some texts and waits for each answer, and prints what it sees, a line each.

usage: client.py <url> <origin> <cookie> <size> <count>; an empty origin or cookie is not sent
"""

import asyncio
import sys

import websockets


async def main(url, origin, cookie, size, count):
    headers = {"Cookie": cookie} if cookie else {}
    try:
        connection = await connect(url, origin or None, headers)
    except Exception as refused:
        print("refused", status(refused))
        return
    print("open")
    try:
        for _ in range(int(count)):
            await connection.send("x" * int(size))
            print(await asyncio.wait_for(connection.recv(), 15))
        await connection.close(1000)
    except websockets.exceptions.ConnectionClosed:
        pass
    print("closed", connection.close_code)


async def connect(url, origin, headers):
    """The name of the argument changed in version 14."""
    major = int(websockets.__version__.split(".")[0])
    name = "additional_headers" if major >= 14 else "extra_headers"
    return await websockets.connect(url, origin=origin, **{name: headers})


def status(refused):
    """So did the place of the status."""
    response = getattr(refused, "response", None)
    return response.status_code if response is not None else getattr(refused, "status_code", refused)


asyncio.run(main(*sys.argv[1:]))
