package main

import "strings"

// repeated makes labels of an exact length: their limits are 63 bytes for names and values, 253 for prefixes.
func repeated(character string, times int) string { return strings.Repeat(character, times) }

// selectorTexts is what a person may write after `kubectl -l`.
var selectorTexts = []string{
	// Nothing written selects everything.
	"", " ", "\t\r\n ",

	// Equality.
	"app=web", "app==web", "app!=web", "app = web", "app\t==\nweb", "  app != web  ", "app=web,tier=front", "tier=front,app=web",
	"app=web , tier = front", "b=1,a=1,c=1", "B=1,a=1,A=1,b=1", "a=1,a=2", "a!=1,a!=2,a", "a=1,a==1,a in (1)", "app=", "app==", "app!=",
	"app= ,tier=front", "app=,tier=", "app=web-", "app=-web", "app=web_1.2-3", "app=1", "app=WEB",

	// Equality, wrongly written.
	"=", "==", "!=", "=web", "==web", "!=web", "app===web", "app====web", "app=!web", "app!==web", "app=!=web", "app= =web", "app! =web", "app!", "app!web",
	"app=web=1", "app=web tier=front", "app=web tier", "app web", "app tier=front", "app=(web)", "app=)", "app=web)", "app=(", "app=>1", "app=<web",
	"app=web!", "app:web", "app=web;tier=front", "app=web&tier=front", "app=web|api", "app=~web", "app=*", "app=web*", "app=\"web\"", "'app'=web",
	"app=a/b", "app=http://web", "app=web,", "app=web,,tier=front", ",app=web", ",", ",,", "app=web,=", "app=web, ", "app=web,)", "app=web,in (a)", "app=web,!", "app=web,!tier", "app=web,(tier)",

	// Sets.
	"app in (web)", "app in (web,api)", "app in (api,web)", "app in (web, api , db)", "app in(web)", "app in( web )", "app  in\t(\nweb\r)", "app notin (web)",
	"app notin (web,api)", "app notin(web,api)", "app in (web,web)", "app in (b,a,b,c,a)", "app in ()", "app notin ()", "app in ( )", "app in (,)", "app in (,,)", "app in (,web)", "app in (web,)",
	"app in (web,,api)", "app in (,,web,,)", "app in (web),tier notin (front)", "app in (a,b),app in (b,c)", "app in (a,b),app notin (b)", "z in (a),b notin (c),m", "x in (foo,,baz),y,z notin ()",
	"app in (B,a,C,_)", "app in (1,10,2)",

	// Sets, wrongly written.
	"app in", "app notin", "app in ", "app in web", "app in web,api", "app in (", "app in (web", "app in (web,", "app in (web,api", "app in (,", "app in web)", "app in )", "app in ((web))", "app in (web))", "app in (web)(api)",
	"app in (web) tier", "app in (web api)", "app in (web=api)", "app in (!web)", "app in (web,!api)", "app in (=)", "app in (web,=)", "app in [web]", "app in {web}", "app IN (web)", "app In (web)", "app NOTIN (web)",
	"app not in (web)", "app !in (web)", "app in=web", "app=in (web)", "app (web)", "app(web)", "app()", "(app=web)", "(", ")", "()", "app in (web;api)", "app in (we b)", "appin (web)", "app in (web),", "app in (web),,tier", "app in (-web,api-)",
	"app notin (_a,ok,b_)", "app in (in,notin)", "app in (in", "app in (in in)",

	// Presence.
	"app", "!app", "! app", "!\tapp", "app,tier", "app,!tier", "!app,!tier", "tier,app", " app , tier ", "app,app", "!app,app",
	"!", "!!app", "! !app", "!app=web", "!app in (web)", "!app!=web", "!app>1", "!=app", "!,app", "!(app)", "!)", "!app tier", "app,", "app,,tier", "!app,",

	// Order.
	"cpu>4", "cpu<4", "cpu > 4", "cpu\t<\n4", "cpu>0", "cpu>007", "cpu>9223372036854775807", "cpu<0,cpu>1", "cpu>4,app=web",
	"cpu>9223372036854775808", "cpu>-1", "cpu>-9223372036854775808", "cpu>+1", "cpu>", "cpu<", "cpu>,app", "cpu>four", "cpu>1.5", "cpu>1e3", "cpu>0x10", "cpu>1_000", "cpu>-x", "cpu>=4", "cpu<=4", "cpu=>4", "cpu=<4", "cpu>>4", "cpu<>4", "cpu><4", "cpu>4<5",
	"cpu>4 5", "cpu>(4)", "cpu>!4", ">4", "<4", "4>cpu", "cpu>" + repeated("0", 62) + "1", "cpu>" + repeated("0", 63) + "1", "cpu>١", "cpu gt 4", "cpu lt 4", "cpu>in",

	// Words of the grammar where a key or a value stands.
	"in", "notin", "in=in", "notin=notin", "in in (in)", "notin notin (notin,in)", "in notin (in)", "in,notin", "!in", "!notin", "in in", "in in in", "in in in (in)", "in (web)", "notin (web)", "in (in)", "exists", "gt>1", "in>1", "in!=notin", "app=notin", "app = in , in",

	// Keys.
	"example.com/app=web", "app.kubernetes.io/name=web", "example.com/app in (web)", "!example.com/app", "a", "A", "0", "a.b_c-d", "1a=1", "a--b=1", "a..b=1", "0.example/a", "a-b.c/d",
	repeated("a", 63) + "=1", repeated("a", 64) + "=1", "example.com/" + repeated("a", 63), "example.com/" + repeated("a", 64), repeated("a", 253) + "/b", repeated("a", 254) + "/b", strings.Repeat("a.", 126) + "a/b", strings.Repeat("a.", 127) + "/b",
	repeated("A", 254) + "/" + repeated("-", 64), repeated("a", 64) + ".com/b",
	"/app=web", "example.com/", "example.com/=web", "/", "//", "a/b/c=1", "example.com//app", "/a/", "Example.com/app", "example_com/app", "-example.com/app", "example.com-/app", ".example.com/app", "example..com/app", "example.com./app", "https://example.com/app=1", "Example.com/_app",
	"-app=web", "app-=web", "_app", "app_", ".app", "app.", "app-", "@app=web", "a%b", "a:b=1", "a\\b", "a\"b=c", "a`b", "a'b", "a~b", "$APP=web", "{{app}}=web", "app in (a),-b", "__proto__=x", "constructor=x", "toString",

	// Values.
	"a=" + repeated("b", 63), "a=" + repeated("b", 64), "a in (" + repeated("b", 64) + ",c)", "a=" + repeated("-", 64), "a=-", "a=_", "a=.", "a=b-", "a=.b", "a!=_b", "a==b_", "a in (-,_,.)", "a in (ok,-)", "a in (-,-)", "example.com/a=-", "a=b@c", "a=b:c", "a=50%", "a=\\", "a=a\"b", "a=true", "a=null",

	// Beyond ASCII, and what a terminal lets through.
	"ключ=значение", "app=café", "café=1", "app=日本", "日本", "app=web\u00a0", "app\u00a0=web", "\u00a0app=web", "\ufeffapp=web", "app=\u200bweb", "app=“web”", "app=🚀", "🚀", "app=web–1", "app=\u001b[31m", "app=a\u0007b", "app=a\u007fb", "app=a\u0085b", "app=web\fweb", "app=a\vb", "\f", "app=\u2028x",
	"app=e\u0301", "app=\ue000", "app=\U000e0001x", "app，tier", "app＝web", "a=" + repeated("é", 31) + "b", "a=" + repeated("é", 32), repeated("é", 32),

	// More than one thing wrong: the first is named.
	"-a=-b", "a=-b,-c=d", "a=b,c=-d,e=-f", "a in (b,-c=", "-a in (", "a=b,-c", "a=b c=-d", "a!,-b", "a>x,-b",
}

// wireSelectors are metav1.LabelSelectors as JSON. At most one matchLabel of each is invalid, because Go takes them in a random order.
var wireSelectors = []string{
	`null`, `{}`, `{"matchLabels":null}`, `{"matchLabels":{}}`, `{"matchExpressions":null}`, `{"matchExpressions":[]}`, `{"matchLabels":{},"matchExpressions":[]}`, `{"unknown":{"app":"web"}}`, `{"app":"web"}`, `{"MatchLabels":{"app":"web"}}`,
	`{"matchLabels":{"app":"web"}}`, `{"matchLabels":{"tier":"front","app":"web","zone":"a"}}`, `{"matchLabels":{"app":""}}`, `{"matchLabels":{"app":null}}`, `{"matchLabels":{"in":"notin"}}`, `{"matchLabels":{"constructor":"x"}}`,
	`{"matchLabels":{"app":"web"},"matchExpressions":null}`, `{"matchLabels":{"b":"1"},"matchExpressions":[{"key":"a","operator":"Exists"},{"key":"b","operator":"NotIn","values":["2"]}]}`,
	`{"matchExpressions":[{"key":"app","operator":"In","values":["web","api"]}]}`, `{"matchExpressions":[{"key":"app","operator":"In","values":["web"]}]}`, `{"matchExpressions":[{"key":"app","operator":"In","values":["b","a","b"]}]}`, `{"matchExpressions":[{"key":"app","operator":"NotIn","values":["web"]}]}`,
	`{"matchExpressions":[{"key":"app","operator":"NotIn","values":["web","api"]}]}`, `{"matchExpressions":[{"key":"app","operator":"Exists"}]}`, `{"matchExpressions":[{"key":"app","operator":"DoesNotExist"}]}`, `{"matchExpressions":[{"key":"app","operator":"Exists","values":[]}]}`,
	`{"matchExpressions":[{"key":"app","operator":"DoesNotExist","values":null}]}`, `{"matchExpressions":[{"key":"app","operator":"In","values":[""]}]}`, `{"matchExpressions":[{"key":"app","operator":"In","values":[null]}]}`, `{"matchExpressions":[{"key":"app","operator":"In","values":["a",null]}]}`,
	`{"matchExpressions":[{"key":"b","operator":"Exists"},{"key":"a","operator":"Exists"},{"key":"b","operator":"In","values":["x","y"]},{"key":"a","operator":"NotIn","values":["z"]}]}`,
	// Values that no label may have, or an operator that there is not.
	`{"matchExpressions":[{"key":"app","operator":"In"}]}`, `{"matchExpressions":[{"key":"app","operator":"In","values":[]}]}`, `{"matchExpressions":[{"key":"app","operator":"NotIn","values":null}]}`, `{"matchExpressions":[{"key":"app","operator":"Exists","values":["a"]}]}`, `{"matchExpressions":[{"key":"app","operator":"DoesNotExist","values":["a","b"]}]}`,
	`{"matchExpressions":[{"key":"app","operator":"Exists","values":["<a & b>\u2028\n\"é\""]}]}`,
	`{"matchExpressions":[{"key":"app","operator":"Gt","values":["1"]}]}`, `{"matchExpressions":[{"key":"app","operator":"GreaterThan","values":["1"]}]}`, `{"matchExpressions":[{"key":"app","operator":"in","values":["1"]}]}`, `{"matchExpressions":[{"key":"app","operator":"Equals","values":["1"]}]}`, `{"matchExpressions":[{"key":"app","operator":"\"é\n"}]}`, `{"matchExpressions":[{"key":"app"}]}`, `{"matchExpressions":[{}]}`, `{"matchExpressions":[null]}`, `{"matchExpressions":[{"operator":"Exists"}]}`, `{"matchExpressions":[{"key":null,"operator":"Exists"}]}`,
	`{"matchExpressions":[{"key":"-app","operator":"In","values":["-a","ok","-b"]}]}`, `{"matchExpressions":[{"key":"/","operator":"In"}]}`, `{"matchExpressions":[{"key":"-app","operator":"Exists","values":["-a"]}]}`, `{"matchExpressions":[{"key":"a","operator":"Exists"},{"key":"-b","operator":"Exists"},{"key":"-c","operator":"Exists"}]}`,
	`{"matchLabels":{"-app":"web"}}`, `{"matchLabels":{"app":"-web"}}`, `{"matchLabels":{"-app":"-web"}}`, `{"matchLabels":{"":""}}`, `{"matchLabels":{"a":"1","b":"-"},"matchExpressions":[{"key":"a","operator":"?"}]}`, `{"matchLabels":{"__proto__":"x"}}`,
	// Wrongly typed.
	`"app=web"`, `[]`, `1`, `true`, `["app"]`, `{"matchLabels":"app=web"}`, `{"matchLabels":["app"]}`, `{"matchLabels":1}`, `{"matchLabels":{"app":1}}`, `{"matchLabels":{"app":true}}`, `{"matchLabels":{"app":["web"]}}`, `{"matchLabels":{"app":{}}}`,
	`{"matchExpressions":{}}`, `{"matchExpressions":"app"}`, `{"matchExpressions":["app"]}`, `{"matchExpressions":[[]]}`, `{"matchExpressions":[{"key":1,"operator":"Exists"}]}`, `{"matchExpressions":[{"key":"app","operator":1}]}`, `{"matchExpressions":[{"key":"app","operator":"In","values":"web"}]}`, `{"matchExpressions":[{"key":"app","operator":"In","values":[1]}]}`, `{"matchExpressions":[{"key":"app","operator":"In","values":{}}]}`,
}

// selectorLabels are selectors of Services. They are not validated there.
var selectorLabels = []map[string]string{
	nil, {}, {"app": "web"}, {"tier": "front", "app": "web", "App": "x", "10": "a", "9": "b"}, {"app": ""}, {"-app": "not valid"}, {"constructor": "x", "__proto__": "y"},
}

var labelSets = []map[string]string{
	{}, {"app": "web"}, {"app": "api"}, {"app": ""}, {"app": "Web"}, {"app": "web "}, {"App": "web"}, {"app": "web", "tier": "front"}, {"tier": "front"}, {"app": "db", "tier": "back"}, {"app": "in", "in": "app"}, {"constructor": "x"}, {"__proto__": "x", "app": "web"},
	{"cpu": "3"}, {"cpu": "4"}, {"cpu": "5"}, {"cpu": "-5"}, {"cpu": "+7"}, {"cpu": "007"}, {"cpu": "0"}, {"cpu": "-0"}, {"cpu": ""}, {"cpu": "4.5"}, {"cpu": "5e1"}, {"cpu": "0x10"}, {"cpu": "1_000"}, {"cpu": " 5"}, {"cpu": "٥"}, {"cpu": "x"}, {"cpu": "+"}, {"cpu": "--5"},
	{"cpu": "9223372036854775806"}, {"cpu": "9223372036854775807"}, {"cpu": "9223372036854775808"}, {"cpu": "-9223372036854775808"}, {"cpu": "-9223372036854775809"}, {"cpu": "99999999999999999999999999"}, {"cpu": "0000000000000000000000000000000000000006"}, {"cpu": "9007199254740993"}, {"cpu": "5", "app": "web", "tier": "front"},
}

var matchingSelectors = []string{
	"", "app=web", "app==web", "app!=web", "app=", "app!=", "app", "!app", "app in (web,api)", "app notin (web,api)", "app in ()", "app notin ()", "app in (,web)", "app notin (,web)", "app=web,tier=front", "app=web,!tier", "app,tier!=back", "!app,!tier", "app=web,app=api", "app!=web,app!=api", "app,!app",
	"in=app", "app=in", "in", "constructor", "!constructor", "constructor=x", "toString", "!toString", "hasOwnProperty!=x", "valueOf notin (x)", "tier notin (front),app", "tier in (front,back),app notin (db)", "App=web", "missing!=x", "missing=x", "missing notin (x,y)", "missing in (x,y)",
	"cpu>4", "cpu<4", "cpu>0", "cpu<0", "cpu<1", "cpu>5", "cpu>007", "cpu<8", "cpu>9223372036854775806", "cpu<9223372036854775807", "cpu>9007199254740992", "cpu<9007199254740993", "cpu>3,cpu<6", "missing>0", "missing<0", "app>0", "cpu>4,app=web", "cpu=5", "cpu in (4,5)", "cpu!=5,cpu",
}

// quotedTexts are shown in messages by Go's %q.
var quotedTexts = []string{
	"", "plain", "with space", `quote " and \ backslash`, "'`", "\a\b\f\n\r\t\v", "\x00\x01\x1b\x7f", "é ß Ж 日本 ٥", "\u0080\u009f\u00a0\u00ad", "\u2028\u2029\u200b\u3000", "\ue000\ufeff\ufffd\uffff", "e\u0301", "🚀", "\U000e0001\U000f0000\U0010ffff", "–“”…€©",
}
