"""The page a person sees who opens the stand-in in a browser."""

PAGE = """<!doctype html>
<html lang="zh-CN">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>微信替身</title>
<style>
body { max-width: 40rem; margin: 2rem auto; padding: 0 1rem; font: 1rem/1.7 sans-serif }
pre { overflow-x: auto; padding: .75rem; background: #f3f5f2 }
</style>
<h1>微信替身</h1>
<p>这不是微信。这是开发和试用时代替微信的小程序，只在本机上开着，没有真实的账号，也不会联系真正的微信。</p>
<p>谁都可以用它扮成任何人登录，所以正式使用时绝不会启动它。</p>
<h2>扮成一个人登录</h2>
<p>先领一个登录码（五分钟内有效，只能用一次），再交给服务登录：</p>
<pre>curl -X POST {{ request.host_url }}__ctl/login-code \\
  -H 'Content-Type: application/json' -d '{"openid": "o-demo"}'</pre>
<h2>现在的时间</h2>
<p>系统现在的时间是 {{ now }}，比真实时间快 {{ offset_seconds }} 秒。时间只能往前拨。</p>
<p>往前拨一天：</p>
<pre>curl -X POST {{ request.host_url }}__ctl/clock \\
  -H 'Content-Type: application/json' -d '{"advance_seconds": 86400}'</pre>
</html>
"""
